/** Writes the first pack.json and units.json of a plan that was just imported. */
import { existsSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { z } from 'zod';
import type { PackFacts, Units } from '../model/pack.ts';
import { type Plan, unitCellsOf } from '../model/plan.ts';
import { defaultTimeZone } from '../shared/zone.ts';

/** National service line; the person who keeps the pack decides whether it is the right signpost. */
const signpost = '12345';

/** Asked in a plan's own numbers, so that they hold for every plan. */
const officialExamples = ['1号任务的责任单位和完成时限', '原文 1', '★任务有哪些？'];

const packId = (dir: string) =>
  basename(dir)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '') || 'plan';

const firstClause = (text: string) => text.split(/[，。；：:,;]/, 1)[0]!;

function enterpriseExamples(plan: Plan): string[] {
  const clauses = plan.records
    .filter(({ kind }) => kind === 'task' || kind === 'measure')
    .map(({ text }) => firstClause(text.text));
  return [...new Set([...clauses.filter(Boolean).slice(0, 3), ...officialExamples])].slice(0, 3);
}

/** Every unit that a table names, in the order of its first row. */
function unitsNamed(plan: Plan): string[] {
  return [...new Set(plan.records.flatMap(unitCellsOf).flatMap(({ units }) => units))];
}

const schemaOf = (dir: string, schemas: string, name: string) => {
  const path = relative(dir, join(schemas, name)).replaceAll('\\', '/');
  return existsSync(join(dir, path)) ? { $schema: path } : {};
};

/** Texts of `pack.json` and `units.json`, for those that `dir` lacks; `schemas`: the folder that their `$schema` points to. */
export function scaffoldPack(plan: Plan, dir: string, schemas: string): Map<string, string> {
  const id = packId(dir);
  const title = plan.document.title.text;
  const facts: z.input<typeof PackFacts> = {
    ...schemaOf(dir, schemas, 'pack.schema.json'),
    id,
    names: [title || id],
    places: [],
    title,
    subject: [],
    signpost,
    examples: { enterprise: enterpriseExamples(plan), official: officialExamples },
    timeZone: defaultTimeZone,
  };
  const units: z.input<typeof Units> = {
    ...schemaOf(dir, schemas, 'units.schema.json'),
    units: unitsNamed(plan).map((name) => ({ name, short: name, aliases: [], english: [] })),
    joint: [],
  };
  const files = { 'pack.json': facts, 'units.json': units };
  return new Map(
    Object.entries(files)
      .filter(([name]) => !existsSync(join(dir, name)))
      .map(([name, content]) => [name, `${JSON.stringify(content, null, 2)}\n`]),
  );
}
