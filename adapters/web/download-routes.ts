/** Routes of the lists to take away: tables of tasks and of typed queries, and calendars that programs subscribe to. */
import { type Context, Hono } from 'hono';
import type { KnowledgePack } from '../../src/model/pack/pack.ts';
import type { PlanRecord } from '../../src/model/plan.ts';
import type { DownloadFormat } from '../../src/model/plan-reader.ts';
import { readFilter, type TaskFilter } from './filter.ts';
import { tasksIn } from './pages/tasks.ts';
import type { Responder } from './responder.ts';
import { shortName } from './view/facts.ts';
import { formatMonth, type PlanView } from './view/view.ts';

const tableFormats: readonly DownloadFormat[] = ['xlsx', 'csv'];
const maxRemindDays = 60;

/** What the file is called: the plan, and the unit or month that it is narrowed to. */
function titleOf(view: PlanView, { unit, due, star }: TaskFilter): string {
  const { pack } = view;
  const parts = [
    unit ? shortName(pack, unit) : '',
    due && /^\d/.test(due) ? formatMonth(view, due) : '',
    star === 'yes' ? '★' : '',
    view.say('tasks'),
  ];
  return `${pack.facts.title} ${parts.filter(Boolean).join(' ')}`;
}

/** `?remind=7,1`: days before the deadline. */
const remindDays = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .filter((days) => /^\d{1,2}$/.test(days))
    .map(Number)
    .filter((days) => days <= maxRemindDays);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the address names: a typed query, else the filter of tasks; undefined where it is faulty. */
function listOf(
  view: PlanView,
  search: URLSearchParams,
): { title: string; records: readonly PlanRecord[] } | undefined {
  const { plans, pack, language } = view;
  const query = search.get('query');
  if (query !== null) {
    const result = plans.query(pack, parse(query), { language });
    return 'faults' in result
      ? undefined
      : { title: `${pack.facts.title} ${result.what}`.trim(), records: result.records };
  }
  const filter = readFilter(search);
  const records = tasksIn(view, filter);
  return records && { title: titleOf(view, filter), records };
}

export class Downloads {
  readonly #responder: Responder;

  constructor(responder: Responder) {
    this.#responder = responder;
  }

  /** `/calendar/PLAN.ics`; without an end the name is the plan's all the same. */
  calendarRoutes(): Hono {
    const app = new Hono();
    app.get('/:file{.+\\.ics}', (c) => this.#download(c, c.req.param('file').slice(0, -'.ics'.length), 'ics'));
    return app;
  }

  /** Below the path of a plan. */
  tableRoutes(): Hono {
    const app = new Hono();
    for (const format of tableFormats)
      for (const name of ['tasks', 'list'])
        app.get(`/${name}.${format}`, (c) => this.#download(c, c.req.param('plan') ?? '', format));
    return app;
  }

  async #download(c: Context, plan: string, format: DownloadFormat): Promise<Response> {
    const request = c.req.raw;
    const view = this.#responder.viewOf(request);
    const pack: KnowledgePack | undefined = view.plans.packs().find(({ id }) => id === plan);
    const list = pack && listOf({ ...view, pack }, new URL(request.url).searchParams);
    if (!pack || !list) return this.#responder.message(request, 'notFound', 404);
    const recordsAt = `${view.pageAt}/plans/${pack.id}/records/`;
    const file = await view.plans.download([{ pack, records: list.records, recordsAt }], format, {
      language: view.language,
      title: list.title,
      remindDays: remindDays(c.req.query('remind')),
    });
    return new Response(file.body, {
      headers: {
        'content-type': file.type,
        'content-disposition': `${format === 'ics' ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      },
    });
  }
}
