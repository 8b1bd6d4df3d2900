/** Loads the files that correct or extend the published working days. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../../knowledge/files/json.ts';
import { type Fault, faultIn, SetupError } from '../../model/fault.ts';
import { digestText } from '../messages.ts';
import { type Calendar, Holidays, workingCalendar } from './working-days.ts';

/**
 * The calendar with every file of `folder`, the later by name before the earlier; no folder, no corrections.
 * @throws {SetupError} with every fault of every file.
 */
export function loadCalendar(folder: string): Calendar {
  const faults: Fault[] = [];
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
    : [];
  const overrides: Holidays[] = [];
  for (const name of files) {
    const read = readJson(join(folder, name), Holidays, faults);
    if (!read) continue;
    for (const date of Object.keys(read.value.workdays))
      if (date in read.value.holidays) faults.push(faultIn(name, digestText('alsoHoliday'), `workdays.${date}`));
    overrides.push(read.value);
  }
  if (faults.length) throw new SetupError(digestText('holidaysWrong', { folder }), faults);
  return workingCalendar(overrides);
}
