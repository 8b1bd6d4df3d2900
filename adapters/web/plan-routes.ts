/** The routes of one plan: its pages, and its list of tasks as a file. */
import { type Context, Hono } from 'hono';
import type { DownloadFormat } from '../../src/model/plan-reader.ts';
import { readFilter } from './filter.ts';
import { indicatorsPage } from './pages/indicators.ts';
import { measuresPage } from './pages/measures.ts';
import { recordPage } from './pages/record.ts';
import { hits, searchPage } from './pages/search.ts';
import { servicesPage } from './pages/services.ts';
import { sourcePage } from './pages/source.ts';
import { tasksIn, tasksPage } from './pages/tasks.ts';
import { timePage } from './pages/time.ts';
import { unitPage, unitsPage } from './pages/units.ts';
import { type Responder, respond } from './responder.ts';
import { shortName } from './view/facts.ts';
import type { Sort } from './view/task-table.ts';
import { formatMonth, type Html, type PlanView, planHref } from './view/view.ts';

const formats: readonly DownloadFormat[] = ['xlsx', 'csv', 'ics'];
const sorts: readonly Sort[] = ['deadline', 'number', 'unit'];
const maxRemindDays = 60;

const numberIn = (text: string | undefined) => Number(/^\d{1,6}$/.exec(text ?? '')?.[0] ?? 1);

/** What the file is called: the plan, and the unit or month that it is narrowed to. */
function titleOf(view: PlanView, { unit, due, star }: ReturnType<typeof readFilter>): string {
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

async function download(view: PlanView, c: Context, format: DownloadFormat, notFound: () => Promise<Response>) {
  const filter = readFilter(new URL(c.req.url).searchParams);
  const tasks = tasksIn(view, filter);
  if (!tasks) return notFound();
  const file = await view.plans.download(view.pack, tasks, format, {
    language: view.language,
    title: titleOf(view, filter),
    remindDays: remindDays(c.req.query('remind')),
    recordsAt: `${new URL(c.req.url).origin}${planHref(view, view.pack, 'records/')}`,
  });
  return new Response(file.body, {
    headers: {
      'content-type': file.type,
      'content-disposition': `${format === 'ics' ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    },
  });
}

export function planRoutes(responder: Responder): Hono {
  const app = new Hono();
  const notFound = (c: Context) => responder.message(c.req.raw, 'notFound', 404);

  /** A page of the plan that the address names; `make` gives undefined where there is no such thing. */
  const show = (c: Context, make: (view: PlanView) => Html | undefined): Promise<Response> => {
    const view = responder.viewOf(c.req.raw);
    const pack = view.plans.packs().find(({ id }) => id === c.req.param('plan'));
    const body = pack && make({ ...view, pack });
    return body === undefined ? notFound(c) : respond(body);
  };

  app.get('/', (c) => c.redirect(`${new URL(c.req.url).pathname.replace(/\/$/, '')}/tasks`, 302));
  app.get('/tasks', (c) =>
    show(c, (view) => {
      const { searchParams } = new URL(c.req.url);
      const filter = readFilter(searchParams);
      if (!tasksIn(view, filter)) return undefined;
      const sort = sorts.find((each) => each === searchParams.get('sort')) ?? 'deadline';
      return tasksPage(view, { filter, sort, pageNumber: numberIn(c.req.query('page')) });
    }),
  );
  for (const format of formats)
    app.get(`/tasks.${format}`, (c) => {
      const view = responder.viewOf(c.req.raw);
      const pack = view.plans.packs().find(({ id }) => id === c.req.param('plan'));
      return pack ? download({ ...view, pack }, c, format, () => notFound(c)) : notFound(c);
    });
  app.get('/time', (c) => show(c, timePage));
  app.get('/units', (c) => show(c, unitsPage));
  app.get('/units/:name', (c) => show(c, (view) => unitPage(view, c.req.param('name'))));
  app.get('/measures', (c) => show(c, measuresPage));
  app.get('/indicators', (c) => show(c, indicatorsPage));
  app.get('/services', (c) => show(c, servicesPage));
  app.get('/source', (c) => show(c, (view) => sourcePage(view, numberIn(c.req.query('part')))));
  app.get('/records/:id', (c) =>
    show(c, (view) => {
      const record = view.pack.records.get(c.req.param('id'));
      return record && recordPage(view, record);
    }),
  );
  app.get('/search', (c) =>
    show(c, (view) => {
      const text = (c.req.query('q') ?? '').trim().slice(0, 200);
      return c.req.query('part') ? hits(view, text) : searchPage(view, text);
    }),
  );
  return app;
}
