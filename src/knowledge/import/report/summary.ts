/** The report of an import for the person at the terminal, and the preview of the records as a table. */
import { deadlinesOf, type Plan, type PlanRecord, unitCellsOf } from '../../../model/plan.ts';
import type { Imported } from '../import.ts';
import type { Finding } from '../text/findings.ts';
import type { Line } from '../text/span.ts';
import { countClaims } from './claims.ts';
import { type Language, sayFinding } from './messages.ts';

type Kind = PlanRecord['kind'];

const words = {
  zh: {
    kinds: {
      task: '任务',
      support: '支持事项',
      indicator: '指标',
      measure: '措施',
      group: '分组',
      phase: '阶段',
      guarantee: '保障措施',
    },
    items: (count: number, kind: string) => `${count} 项${kind}`,
    untitled: '（没有标题）',
    read: '读到',
    units: (lead: number, helping: number) => `${lead + helping} 处单位（牵头或责任 ${lead}，配合 ${helping}）`,
    dates: (months: number, ongoing: number, other: number) =>
      `${months + ongoing + other} 个时限（到月 ${months}，长期 ${ongoing}，按原文 ${other}）`,
    claims: (stated: number, read: number) => `文中写明责任的有 ${stated} 处，读进 ${read} 处`,
    remarks: (count: number) => `提示（${count} 条）：已经读进，值得看一眼`,
    faults: (count: number) => `没有读进的（${count} 条）`,
    line: (line: number) => `第 ${line} 行`,
    heads: ['位置', '内容', '牵头（责任）', '配合', '时限'],
  },
  en: {
    kinds: {
      task: 'tasks',
      support: 'support items',
      indicator: 'indicators',
      measure: 'measures',
      group: 'groups',
      phase: 'phases',
      guarantee: 'guarantees',
    },
    items: (count: number, kind: string) => `${count} ${kind}`,
    untitled: '(no title)',
    read: 'Read',
    units: (lead: number, helping: number) =>
      `${lead + helping} units named (${lead} lead or responsible, ${helping} cooperating)`,
    dates: (months: number, ongoing: number, other: number) =>
      `${months + ongoing + other} deadlines (${months} by month, ${ongoing} ongoing, ${other} as printed)`,
    claims: (stated: number, read: number) => `the text states ${stated} assignments; ${read} were read`,
    remarks: (count: number) => `Remarks (${count}): read, but worth a look`,
    faults: (count: number) => `Faults (${count}): not in the records`,
    line: (line: number) => `${line}`,
    heads: ['place', 'text', 'lead', 'cooperating', 'deadline'],
  },
} as const satisfies Record<Language, { kinds: Record<Kind, string>; [word: string]: unknown }>;

function counted(plan: Plan, language: Language): string {
  const { kinds, items, units, dates, read } = words[language];
  const count = new Map<Kind, number>();
  for (const { kind } of plan.records) count.set(kind, (count.get(kind) ?? 0) + 1);
  const cells = plan.records.map(unitCellsOf);
  const lead = cells.reduce((sum, [first]) => sum + (first?.units.length ?? 0), 0);
  const all = cells.flat().reduce((sum, cell) => sum + cell.units.length, 0);
  const deadlines = plan.records.flatMap((record) => deadlinesOf(record));
  const of = (kind: string) => deadlines.filter((deadline) => deadline.kind === kind).length;
  const parts = [...count].map(([kind, number]) => items(number, kinds[kind]));
  if (all) parts.push(units(lead, all - lead));
  if (deadlines.length) parts.push(dates(of('month'), of('ongoing'), of('other')));
  return `${read}: ${parts.join(language === 'zh' ? '，' : ', ') || '0'}`;
}

/** What was read, what the text says of itself, and the remarks and faults with their lines. */
export function summaryOf(file: string, lines: readonly Line[], imported: Imported, language: Language): string {
  const { plan, faults, remarks } = imported;
  const say = words[language];
  const { stated, read } = countClaims(lines, plan, imported);
  const at = (title: string, found: readonly Finding[]) =>
    found.length ? [title, ...found.map((one) => `  ${file}:${one.line}  ${sayFinding(one, language)}`)] : [];
  return [
    plan.document.title.text || say.untitled,
    `  ${counted(plan, language)}`,
    ...(stated ? [`  ${say.claims(stated, read)}`] : []),
    ...at(say.remarks(remarks.length), remarks),
    ...at(say.faults(faults.length), faults),
    '',
  ].join('\n');
}

/** Columns on a terminal: a Chinese character takes two. */
function widthOf(text: string): number {
  return [...text].reduce((sum, char) => sum + (char.charCodeAt(0) > 0x2e7f ? 2 : 1), 0);
}

function padded(text: string, width: number): string {
  let shown = '';
  for (const char of text) {
    if (widthOf(shown + char) > width - 1)
      return `${shown}…`.padEnd(shown.length + 1 + Math.max(0, width - widthOf(shown) - 2));
    shown += char;
  }
  return shown + ' '.repeat(Math.max(0, width - widthOf(shown)));
}

const widths = [18, 34, 24, 24, 16];

/** The records as a table, one a line. */
export function previewOf(plan: Plan, language: Language): string {
  const row = (cells: readonly string[]) =>
    cells
      .map((cell, index) => padded(cell, widths[index]!))
      .join('  ')
      .trimEnd();
  const rows = plan.records.map((record) => {
    const cooperating = 'cooperating' in record ? (record.cooperating?.units ?? []) : [];
    const responsible = 'responsible' in record ? (record.responsible?.units ?? []) : [];
    const dates = deadlinesOf(record).map(({ cell }) => cell.text);
    const value = record.kind === 'indicator' ? [record.target.text + record.measuredIn.text] : dates;
    return row([record.place, record.text.text, responsible.join('、'), cooperating.join('、'), value.join('、')]);
  });
  return `${[row(words[language].heads), ...rows].join('\n')}\n`;
}
