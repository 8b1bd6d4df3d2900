/** The JSON Schemas in docs/schema are those of the code, and the shipped packs point at them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { schemaFiles, schemaFolder } from '../../src/cli/schema.ts';
import { root } from './launch.ts';

describe('docs/schema', () => {
  it('is up to date (npx qinzhi schema writes it)', () => {
    expect(readdirSync(schemaFolder).sort()).toEqual([...schemaFiles().keys()].sort());
    for (const [name, text] of schemaFiles()) expect(readFileSync(join(schemaFolder, name), 'utf8'), name).toBe(text);
  });

  it('is what the $schema fields of the shipped packs name', () => {
    const folder = join(root, 'knowledge');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const path = join(folder, file);
      const { $schema } = JSON.parse(readFileSync(path, 'utf8'));
      if ($schema) expect(existsSync(resolve(path, '..', $schema)), `${file} → ${$schema}`).toBe(true);
    }
  });
});
