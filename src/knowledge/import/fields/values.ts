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

type Units = (raw: string) => UnitNames;

/** How a cell is read as each type; undefined where it is none of it. */
const readers: { [type in ColumnType]: (field: Field, units: Units) => ColumnValue | undefined } = {
  text: ({ span: cell }) => ({ type: 'text', cell }),
  flag: ({ span: cell, raw }) => {
    const text = plain(raw).trim();
    return yes.test(text) || no.test(text) ? { type: 'flag', cell, value: yes.test(text) } : undefined;
  },
  month: ({ span: cell, raw }) => {
    const month = asMonth(plain(raw).trim());
    return month ? { type: 'month', cell, month } : undefined;
  },
  number: ({ span: cell, raw }) => {
    const found = number.exec(plain(raw).trim());
    if (!found) return undefined;
    const unit = found[2] ? { unit: found[2] } : {};
    return { type: 'number', cell, value: Number(found[1]!.replaceAll(',', '')), ...unit };
  },
  units: ({ span: cell, raw }, units) => {
    const names = units(raw).units;
    return names.length && names.every(isUnitName) ? { type: 'units', cell, units: names } : undefined;
  },
};

const types: readonly ColumnType[] = ['flag', 'month', 'number', 'units'];

/** The type that all cells of a column have. */
export function columnType(cells: readonly Field[], units: Units): ColumnType {
  return types.find((type) => cells.length > 0 && cells.every((cell) => readers[type](cell, units))) ?? 'text';
}

export function columnValue(type: ColumnType, field: Field, units: Units): ColumnValue {
  const text: { type: 'text'; cell: Span } = { type: 'text', cell: field.span };
  return readers[type](field, units) ?? text;
}
