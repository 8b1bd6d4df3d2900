/** The core and the doors know no city: what the first plan names stands in its pack alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { loadPack } from '../src/knowledge/load.ts';

const root = resolve(import.meta.dirname, '..');

it('finds no name of the first plan in src and adapters', () => {
  const { facts, plan, units, servicePoints } = loadPack(join(root, 'knowledge', 'xian-ip'));
  const { title, number, issuer } = plan.document;
  const names = new Set([
    facts.id,
    facts.title,
    title.text,
    ...(number ? [number.text] : []),
    ...(issuer ? [issuer.text] : []),
    ...facts.places,
    ...facts.names,
    ...units.units.flatMap(({ name, short }) => [name, short]),
    ...servicePoints.map(({ name }) => name),
  ]);
  expect(names.size).toBeGreaterThan(50);
  const files = ['src', 'adapters'].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|js|json)$/.test(file))
      .map((file) => `${room}/${file}`),
  );
  const namesIn = (line: string) => [...names].filter((name) => line.includes(name));
  const found = files.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, index) => namesIn(line).map((name) => `${file}:${index + 1} ${name}`)),
  );
  expect(found).toEqual([]);
});
