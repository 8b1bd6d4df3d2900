/** The headings of columns in official tables, by role; the same words label lines of a text (责任单位：…). */
import { plain } from '../../text/plain.ts';
import { bodies, exact, leads, product, type Role } from './column-words.ts';
import { contentBefore, contentLast } from './content-words.ts';

/** A target of one year is headed 2025年目标, 2025年预期值. */
const targetOfYear = /^(?:20\d\d年|到20\d\d年|"?十四五"?末?)?(?:预期|目标|指标)(?:值|目标)?$/;

const byName = new Map<string, Role>();
for (const [role, names] of exact) for (const name of names) byName.set(plain(name), role);

function endsAsContent(rest: string): boolean {
  return (
    contentLast.includes(rest) ||
    contentBefore.some((word) => rest.startsWith(word) && endsAsContent(rest.slice(word.length)))
  );
}

/** White space, brackets behind a heading, and the width of its letters make no difference. */
export function headingOf(cell: string): { name: string; note: string | undefined } {
  const text = plain(cell).replaceAll('★', '').replace(/\s+/g, '');
  if (byName.has(text)) return { name: text, note: undefined };
  const noted = /^(.{2,}?)\((.*)\)$/.exec(text);
  return { name: noted?.[1] ?? text, note: noted?.[2] };
}

/** The role of a column by its heading; undefined where the heading is none that is known. */
export function roleOf(cell: string): Role | undefined {
  const { name } = headingOf(cell);
  if (!name || name.length > 16) return undefined;
  const known = byName.get(name);
  if (known) return known;
  if (targetOfYear.test(name)) return 'target';
  return name !== '名称' && endsAsContent(name) ? 'content' : undefined;
}

const leadNames = new Set(product(leads, bodies).concat('牵头', '主责'));

/** Whether a heading names the lead, also where another column has responsible units. */
export function isLead(cell: string): boolean {
  return leadNames.has(headingOf(cell).name);
}

const labelRoles: readonly Role[] = ['responsible', 'cooperating', 'leader', 'deadline'];
const unlabelled = ['时间', '期限', '日期', '节点', '号', '序'];

/** Headings that label a passage of a text when a colon follows (责任单位：), longest first. */
export const labels: readonly string[] = [...byName]
  .filter(([name, role]) => labelRoles.includes(role) && name.length > 1 && !unlabelled.includes(name))
  .map(([name]) => name)
  .sort((a, b) => b.length - a.length);

/** What `--column HEADING=ROLE` may say, in the words of either language. */
export const roleWords: Readonly<Record<string, Role>> = {
  序号: 'number',
  分组: 'group',
  事项: 'item',
  内容: 'content',
  牵头: 'responsible',
  责任: 'responsible',
  配合: 'cooperating',
  领导: 'leader',
  负责人: 'leader',
  时限: 'deadline',
  指标: 'name',
  单位: 'measuredIn',
  目标: 'target',
  number: 'number',
  group: 'group',
  item: 'item',
  content: 'content',
  responsible: 'responsible',
  cooperating: 'cooperating',
  leader: 'leader',
  deadline: 'deadline',
  name: 'name',
  measuredIn: 'measuredIn',
  target: 'target',
};
