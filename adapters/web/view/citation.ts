/** Puts links into a citation: every place that it names leads to its record. */
import { html } from 'hono/html';
import { citedHead } from '../../../src/model/pack/cited-name.ts';
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';
import { type Html, recordHref, type View } from './view.ts';

const rowPlace = /^(.*第)([\d、]+)(项)$/;

const placesByPack = new WeakMap<KnowledgePack, ReadonlyMap<string, string>>();

/** Ids of records by the place where they stand. */
function placesOf(pack: KnowledgePack): ReadonlyMap<string, string> {
  const known = placesByPack.get(pack);
  if (known) return known;
  const places = new Map([...pack.records.values()].map(({ place, id }) => [place, id]));
  placesByPack.set(pack, places);
  return places;
}

/** 附件1 第20、30项: a link for each number. */
function linkRows(view: View, pack: KnowledgePack, piece: string): Html | string {
  const places = placesOf(pack);
  const id = places.get(piece);
  if (id) return html`<a href="${recordHref(view, pack, id)}">${piece}</a>`;
  const [, head, numbers, tail] = rowPlace.exec(piece) ?? [];
  if (!head || !numbers) return piece;
  const parts = numbers.split('、').map((number, index) => {
    const row = places.get(`${head}${number}${tail}`);
    const gap = index ? '、' : '';
    return row ? html`${gap}<a href="${recordHref(view, pack, row)}">${number}</a>` : `${gap}${number}`;
  });
  return html`${head}${parts}${tail}`;
}

/** The citation word for word, with links where its places are known. */
export function citation(view: View, pack: KnowledgePack, source: string): Html {
  const pieces = source.split('；').map((piece, index) => {
    const head = citedHead(pack);
    const lead = piece.startsWith(head) ? head : '';
    return html`${index ? '；' : ''}${lead}${linkRows(view, pack, piece.slice(lead.length))}`;
  });
  return html`<span lang="zh-CN">${pieces}</span>`;
}
