/** Rows of tables as records: tasks, support items and indicators, with what is odd about them found by rule. */
import type { Oddity, PlanRecord, Task } from '../../model/plan.ts';
import { plainBrackets, readDeadline, unitReader } from './cells.ts';
import type { Findings } from './lines.ts';
import type { Role, Row, Table } from './tables.ts';

/** A table and how its rows are cited: 附件1, or the title of one within the text. */
export interface Placed {
  place: string;
  table: Table;
}

function oddities(task: Task, known: ReadonlySet<string>, issued: string | undefined, lost?: string[]): Oddity[] {
  const found: Oddity[] = [];
  const leader = plainBrackets(task.leader?.text ?? '');
  const named = [...known].filter((unit) => leader.includes(unit)).sort((a, b) => b.length - a.length)[0];
  if (named && !task.responsible.units.includes(named)) found.push({ code: 'leader-of-another-unit', unit: named });
  const twice = task.cooperating?.units.find((unit) => task.responsible.units.includes(unit));
  if (twice) found.push({ code: 'unit-named-twice', unit: twice });
  if (issued && task.deadline?.kind === 'month' && task.deadline.month < issued.slice(0, 7))
    found.push({ code: 'due-before-notice' });
  if (lost) found.push({ code: 'separator-missing', units: lost });
  return found;
}

/** Makes the records of every table; units are told apart over all tables at once. */
export function tableRecords(
  placed: readonly Placed[],
  issuedOn: string | undefined,
  findings: Findings,
): PlanRecord[] {
  const { faults, remarks } = findings;
  const rows = placed.flatMap(({ table }) => table.rows);
  const unitCells = rows.flatMap(({ cells }) =>
    [cells.responsible, cells.cooperating].filter((cell) => cell !== undefined),
  );
  const readUnits = unitReader(unitCells);
  const known = new Set(unitCells.flatMap((cell) => readUnits(cell).unit.units));
  const need = (row: Row, role: Role, columns: Record<string, string>) => {
    const cell = row.cells[role];
    if (!cell) faults.push({ line: row.line.number, message: `row ${row.number} has no ${columns[role] ?? role}` });
    return cell;
  };
  return placed.flatMap(({ place, table }) =>
    table.rows.flatMap((row): PlanRecord[] => {
      const { number, cells, line } = row;
      const base = { id: `${table.kind}:${number}`, number, place: `${place} 第${number}项` };
      if (table.kind === 'indicator') {
        const name = need(row, 'name', table.columns);
        const target = need(row, 'target', table.columns);
        if (!name || !target) return [];
        return [
          {
            ...base,
            kind: 'indicator',
            text: name,
            measuredIn: cells.measuredIn ?? { text: '', lines: name.lines },
            target,
          },
        ];
      }
      const text = need(row, 'content', table.columns);
      const responsibleCell = need(row, 'responsible', table.columns);
      if (!text || !responsibleCell) return [];
      const responsible = readUnits(responsibleCell);
      const cooperating = cells.cooperating && readUnits(cells.cooperating);
      const lost = responsible.lost ?? cooperating?.lost;
      if (lost) {
        const message = `row ${number}: no separator between ${lost.join(' and ')}; read as ${lost.length} units`;
        remarks.push({ line: line.number, message });
      }
      const leader = cells.leader ? { leader: cells.leader } : {};
      if (table.kind === 'support')
        return [{ ...base, kind: 'support', text, responsible: responsible.unit, ...leader }];
      const deadlineCell = need(row, 'deadline', table.columns);
      const deadline = deadlineCell && readDeadline(deadlineCell);
      if (deadlineCell && !deadline)
        faults.push({
          line: line.number,
          message: `row ${number}: a deadline that can't be read: ${deadlineCell.text}`,
        });
      const task: Task = {
        ...base,
        kind: 'task',
        text,
        starred: row.starred,
        responsible: responsible.unit,
        ...(cooperating ? { cooperating: cooperating.unit } : {}),
        ...leader,
        ...(deadline ? { deadline } : {}),
      };
      const odd = oddities(task, known, issuedOn, lost);
      return [odd.length ? { ...task, oddities: odd } : task];
    }),
  );
}
