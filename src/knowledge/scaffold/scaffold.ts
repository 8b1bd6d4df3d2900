/** Writes the first pack.json and units.json of a plan that was just imported. */
import { existsSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { z } from 'zod';
import type { PackFacts, Units } from '../../model/pack/pack.ts';
import { type Plan, unitCellsOf } from '../../model/plan.ts';
import { defaultTimeZone } from '../../shared/zone.ts';
import { officialExamples, subjectExamples } from './examples.ts';
import { placeOf, proposeNames } from './unit-names.ts';

/** National service line; the person who keeps the pack decides whether it is the right signpost. */
const nationalLine = '12345';

const packId = (dir: string) =>
  basename(dir)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '') || 'plan';

/** The title, and the title without the place that it begins with and the brackets that it ends with. */
function planNames(title: string, place: string): string[] {
  const whole = title.replace(/[(（][^()（）]*[)）]$/, '');
  const short = place && whole.startsWith(place) ? whole.slice(place.length) : whole;
  // 2026年“四好农村路”提质工程责任清单 is said without its year and its quotation marks.
  const spoken = short.replace(/^20\d\d(?:[-—–]20\d\d)?年度?/, '').replace(/[“”"‘’「」]/g, '');
  return [...new Set([title, ...[short, spoken].filter((name) => name.length > 5)])];
}

/** Every unit that a table names, in the order of its first row. */
function unitsNamed(plan: Plan): string[] {
  const columns = plan.records.flatMap((record) => ('columns' in record ? Object.values(record.columns ?? {}) : []));
  const named = [...plan.records.flatMap(unitCellsOf), ...columns.filter((cell) => cell.type === 'units')];
  return [...new Set(named.flatMap(({ units }) => units))];
}

function unitsWithNames(plan: Plan, place: string, chosen: PackChoices['units']): z.input<typeof Units>['units'] {
  const names = proposeNames(unitsNamed(plan), place);
  return [...names].map(([name, proposed]) => ({
    name,
    short: name,
    aliases: [...(chosen?.get(name) ?? proposed)],
    english: [],
  }));
}

const schemaOf = (dir: string, schemas: string, name: string) => {
  const path = relative(dir, join(schemas, name)).replaceAll('\\', '/');
  return existsSync(join(dir, path)) ? { $schema: path } : {};
};

/** What the person who makes a pack says of it; what is left out is proposed from the plan. */
export interface PackChoices {
  /** What the plan is called in passing. */
  names?: readonly string[];
  places?: readonly string[];
  signpost?: string;
  /** Everyday names by unit, in place of those proposed. */
  units?: ReadonlyMap<string, readonly string[]>;
  /** What people call a group of the text, by its id. */
  groups?: ReadonlyMap<string, readonly string[]>;
}

/** The names of units and the places that would be written: what is shown before they are. */
export function proposals(plan: Plan): { place: string; names: string[]; units: Map<string, string[]> } {
  const title = plan.document.title.text;
  const place = placeOf(title);
  return { place, names: planNames(title, place).slice(1), units: proposeNames(unitsNamed(plan), place) };
}

/** Texts of `pack.json` and `units.json`, for those that `dir` lacks; `schemas`: the folder that their `$schema` points to. */
export function scaffoldPack(
  plan: Plan,
  dir: string,
  schemas: string,
  { names, places, signpost = nationalLine, units: unitNames, groups }: PackChoices = {},
): Map<string, string> {
  const id = packId(dir);
  const title = plan.document.title.text;
  const place = placeOf(title);
  const facts: z.input<typeof PackFacts> = {
    ...schemaOf(dir, schemas, 'pack.schema.json'),
    id,
    names: title ? [...new Set([title, ...(names ?? planNames(title, place))])] : [id],
    places: [...(places ?? (place ? [place] : []))],
    title,
    subject: [],
    signpost,
    examples: { enterprise: subjectExamples(plan), official: officialExamples(plan) },
    timeZone: defaultTimeZone,
  };
  const units: z.input<typeof Units> = {
    ...schemaOf(dir, schemas, 'units.schema.json'),
    units: unitsWithNames(plan, place, unitNames),
    joint: [],
  };
  const named = Object.fromEntries([...(groups ?? [])].map(([group, words]) => [group, [...words]]));
  const files = {
    'pack.json': facts,
    'units.json': units,
    ...(Object.keys(named).length
      ? { 'group-names.json': { ...schemaOf(dir, schemas, 'group-names.schema.json'), groups: named } }
      : {}),
  };
  return new Map(
    Object.entries(files)
      .filter(([name]) => !existsSync(join(dir, name)))
      .map(([name, content]) => [name, `${JSON.stringify(content, null, 2)}\n`]),
  );
}
