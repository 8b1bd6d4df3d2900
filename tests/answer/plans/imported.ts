/** Packs as `qinzhi import` writes them, with nothing written by hand. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readDocument } from '../../../src/knowledge/import/formats/read.ts';
import { importDocument } from '../../../src/knowledge/import/import.ts';
import { planToWrite, recordsText } from '../../../src/knowledge/import/records-file.ts';
import { loadPack } from '../../../src/knowledge/load.ts';
import { scaffoldPack } from '../../../src/knowledge/scaffold/scaffold.ts';
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';

/** Imports a document and loads the pack; its folder is gone afterwards. */
export async function importedPack(file: string): Promise<KnowledgePack> {
  const document = await readDocument(file, new Uint8Array(readFileSync(file)));
  const plan = planToWrite(importDocument(document), undefined, {});
  const dir = mkdtempSync(join(tmpdir(), 'imported-'));
  try {
    const files = new Map([
      ...scaffoldPack(plan, dir, dir),
      ['source.txt', document.lines.map(({ text }) => text).join('\n')],
      ['records.json', recordsText(plan)],
    ]);
    for (const [name, text] of files) writeFileSync(join(dir, name), text);
    const pack = loadPack(dir);
    return { ...pack, id: basename(file).replace(/\..*$/, '') };
  } finally {
    rmSync(dir, { recursive: true });
  }
}
