/** Columns of no known role: the type that their cells have, and each cell read by it. */
import type { PlanRecord, Span } from '../../../model/plan.ts';
import type { Field } from '../layout/rows.ts';
import { plain } from '../text/plain.ts';
import { findDates } from './dates.ts';
import { isUnitName, type UnitNames } from './units.ts';

type Columns = NonNullable<Extract<PlanRecord, { kind: 'task' }>['columns']>;
export type ColumnValue = Columns[string];
export type ColumnType = ColumnValue['type'];

const number = /^(?:约|近|超|不少于|不低于|≥|>|>=)?\s*(-?\d[\d,]*(?:\.\d+)?)\s*([^\d\s]{0,8})$/;
const yes = /^(?:是|有|√|✓|✔|★|Y|yes)$/i;
const no = /^(?:否|无|×|✗|N|no)$/i;

function asMonth(text: string): string | undefined {
  const [date, more] = findDates(text, undefined);
  return date && !more && date.start === 0 && date.end === text.length ? date.month : undefined;
}

function readAs(
  type: ColumnType,
  { span: cell, raw }: Field,
  units: (raw: string) => UnitNames,
): ColumnValue | undefined {
  const text = plain(raw).trim();
  if (type === 'flag')
    return yes.test(text) ? { type, cell, value: true } : no.test(text) ? { type, cell, value: false } : undefined;
  if (type === 'month') {
    const month = asMonth(text);
    return month ? { type, cell, month } : undefined;
  }
  if (type === 'number') {
    const found = number.exec(text);
    if (!found) return undefined;
    const unit = found[2] ? { unit: found[2] } : {};
    return { type, cell, value: Number(found[1]!.replaceAll(',', '')), ...unit };
  }
  if (type === 'units') {
    const names = units(raw).units;
    return names.length && names.every(isUnitName) ? { type, cell, units: names } : undefined;
  }
  return { type, cell };
}

const types: readonly ColumnType[] = ['flag', 'month', 'number', 'units'];

/** The type that all cells of a column have. */
export function columnType(cells: readonly Field[], units: (raw: string) => UnitNames): ColumnType {
  return types.find((type) => cells.length > 0 && cells.every((cell) => readAs(type, cell, units))) ?? 'text';
}

export function columnValue(type: ColumnType, field: Field, units: (raw: string) => UnitNames): ColumnValue {
  const text: { type: 'text'; cell: Span } = { type: 'text', cell: field.span };
  return readAs(type, field, units) ?? text;
}
