/** Answers about rows named by their number. */
import { nameOf } from '../../language/format.ts';
import { readNumber } from '../../language/number.ts';
import { noSuchAnnexCard, noSuchRowCard } from '../compose/others.ts';
import { type Asking, type Response, respondWith } from '../response.ts';
import type { RowReference } from '../rows.ts';
import { stateRecord, stateRows, stateSelect } from '../state.ts';
import { decline } from '../unstated.ts';

/** Rows told in full side by side. */
const mostRows = 5;

/** Rows by number. Undefined where the numbers only name a group, which is a filter. */
export function answerRows(asking: Asking): Response | undefined {
  const { engine, voice: formatter, asked, trace } = asking;
  const annex = /附件\s*(\d{1,3}|[一二三四五六七八九十])(?!\d)/.exec(asked.text)?.[1];
  const annexes = engine.pack.plan.annexes.filter(({ number }) => number > 0).length;
  const n = annex === undefined ? undefined : readNumber(annex);
  if (n !== undefined && n > annexes) {
    trace('declined', `there is no annex ${n}`);
    return respondWith(asked, 'not_found', noSuchAnnexCard(formatter, annexes, n), []);
  }
  const rows = asked.rows.filter((row) => row.kind !== 'group');
  if (!rows.length) return undefined;
  const kindHint = asked.kinds.find((kind) => kind !== 'task' && kind !== 'group');
  // What stands in 附件2 is for the plan to say: tasks in one, support in another.
  const inAnnex = ({ start, end }: RowReference) => {
    const named = /附件\s*(\d{1,3}|[一二三四五六七八九十])/.exec(asked.text.slice(start, end))?.[1];
    return engine.pack.plan.annexes.find(({ number }) => named !== undefined && number === readNumber(named))?.kind;
  };
  const wanted = rows.map((row) => ({
    kind: inAnnex(row) ?? row.kind ?? kindHint ?? 'task',
    number: row.number,
  }));
  const missing = wanted.find(({ kind, number }) => !engine.pack.records.has(`${kind}:${number}`));
  if (missing) {
    const all = [...engine.pack.records.values()].filter((record) => record.kind === missing.kind);
    trace('declined', `there is no ${missing.kind}:${missing.number}`);
    const place = all[0]?.place.replace(/\s*第\d+项$|(?<=\))\d+$/, '') ?? '';
    if (!all.length) return decline(asking, '', 'the plan has no such records');
    return respondWith(
      asked,
      'not_found',
      noSuchRowCard(formatter, place || nameOf(all[0]!), all.at(-1)!.number, missing.number),
      [],
    );
  }
  const ids = [...new Set(wanted.map(({ kind, number }) => `${kind}:${number}`))];
  const only = ids.length === 1 ? ids[0]! : undefined;
  if (only?.startsWith('measure:') && (asked.wantsList || asked.wantsCount) && asked.kinds.includes('task'))
    return stateSelect(asking, {
      ask: 'select',
      kind: 'task',
      where: { ids: [...(engine.pack.tasksOf.get(only) ?? [])] },
      as: 'list',
    });
  trace('rows', ids.join(' '));
  if (only) return stateRecord(asking, only, { whole: /原文|全文|原话|full text|original/.test(asked.text) });
  // More rows than a phone shows at once are a list, a page at a time.
  const [first] = wanted;
  if (ids.length > mostRows && wanted.every(({ kind }) => kind === first!.kind))
    return stateSelect(asking, { ask: 'select', kind: first!.kind, where: { ids }, as: 'list' });
  return stateRows(asking, ids.slice(0, mostRows));
}
