/** The routes of one plan: its pages, and its lists as files. */
import { type Context, Hono } from 'hono';
import { Downloads } from './download-routes.ts';
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
import { readSort } from './view/task-table.ts';
import type { Html, PlanView } from './view/view.ts';

const numberIn = (text: string | undefined) => Number(/^\d{1,6}$/.exec(text ?? '')?.[0] ?? 1);

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
      return tasksPage(view, {
        filter,
        sort: readSort(searchParams.get('sort')),
        pageNumber: numberIn(c.req.query('page')),
      });
    }),
  );
  app.route('/', new Downloads(responder).tableRoutes());
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
