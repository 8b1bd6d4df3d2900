/** `records.json` of a pack: what is written of an import, and what importing `source.txt` again has to give. */
import type { Plan } from '../../model/plan.ts';
import type { Imported } from './import.ts';
import { headingOf, roleWords } from './layout/columns/column-names.ts';
import type { ColumnChoices } from './layout/columns/columns.ts';
import type { ImportChoices } from './layout/document-part.ts';
import { sayFinding } from './report/messages.ts';

/** `records.json` as import writes it; check compares with it byte for byte. */
export const recordsText = (plan: Plan) => `${JSON.stringify(plan, null, 2)}\n`;

/** The plan with how it came about; its faults stay with it when it was written in spite of them. */
export function planToWrite(
  { plan, faults }: Imported,
  file: string | undefined,
  { columns = {}, tables }: ImportChoices,
): Plan {
  const { format, ...rest } = plan;
  const origin = {
    ...(file ? { file } : {}),
    ...(Object.keys(columns).length ? { columns: { ...columns } } : {}),
    ...(tables?.length ? { tables: [...tables] } : {}),
  };
  return {
    format,
    ...(Object.keys(origin).length ? { origin } : {}),
    ...(faults.length
      ? { faults: faults.map((fault) => ({ line: fault.line, message: sayFinding(fault, 'zh') })) }
      : {}),
    ...rest,
  };
}

/** A plan without the places in the imported file, which `source.txt` does not hold. */
export function withoutPlaces(plan: Plan): Plan {
  return JSON.parse(JSON.stringify(plan, (key, value: unknown) => (key === 'at' ? undefined : value))) as Plan;
}

/**
 * Roles said on the command line: `指导部门=牵头`.
 * @returns the choices, and what could not be understood of them
 */
export function readChoices(choices: readonly string[]): { columns: ColumnChoices; unknown: string[] } {
  const columns: Record<string, ColumnChoices[string]> = {};
  const unknown: string[] = [];
  for (const one of choices) {
    const at = one.lastIndexOf('=');
    const role = roleWords[one.slice(at + 1).trim()];
    const heading = headingOf(one.slice(0, Math.max(0, at))).name;
    if (at > 0 && role && heading) columns[heading] = role;
    else unknown.push(one);
  }
  return { columns, unknown };
}

/** What was said at the import that made this plan. */
export function keptChoices(plan: Plan | undefined): ImportChoices {
  const { columns = {}, tables } = plan?.origin ?? {};
  const choices = Object.entries(columns).map((pair) => pair.join('='));
  return { columns: readChoices(choices).columns, ...(tables ? { tables } : {}) };
}
