/** The list of a digest as a spreadsheet: a file in doors that take files, else a link to the page. */
import type { Attachments, Destination } from '../../delivery/context.ts';
import type { Block, CardFile } from '../../model/card.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { PlanRecord } from '../../model/plan.ts';
import type { PlanReader } from '../../model/plan-reader.ts';
import type { Language } from '../../model/text.ts';
import { listFilePath } from '../../shared/list-address.ts';
import { serviceText } from '../messages.ts';

interface AttachmentParts {
  plans: PlanReader;
  /** Address at which people open the page; undefined = it can't be linked to. */
  publicUrl: string | undefined;
  takesFiles: (to: Destination) => boolean;
}

/** The rows of one plan. */
interface Rows {
  pack: KnowledgePack;
  records: PlanRecord[];
}

export class ListAttachments implements Attachments {
  readonly #parts: AttachmentParts;

  constructor(parts: AttachmentParts) {
    this.#parts = parts;
  }

  /** A field, as the interface has it. */
  readonly isPossible = (to: Destination): boolean => this.#parts.takesFiles(to) || this.#parts.publicUrl !== undefined;

  readonly attach: Attachments['attach'] = async (to, card, records, language) => {
    const rows = this.#rowsOf(records);
    if (!rows.length) return card;
    const links = this.#linksTo(rows, language);
    if (!this.#parts.takesFiles(to)) return { ...card, blocks: [...card.blocks, ...links] };
    const instead = links.length
      ? [serviceText('spreadsheetAt')[language], ...links.map(({ url }) => url)].join('\n')
      : serviceText('spreadsheetMissing')[language];
    return { ...card, file: { ...(await this.#file(card.title ?? '', rows, language)), instead } };
  };

  /** One for each plan; none where the page can't be reached. */
  #linksTo(rows: readonly Rows[], language: Language): Extract<Block, { type: 'link' }>[] {
    const { publicUrl } = this.#parts;
    if (publicUrl === undefined) return [];
    return rows.map(({ pack, records: listed }) => {
      const query = { ask: 'select', kind: 'task', as: 'list', where: { ids: listed.map(({ id }) => id) } };
      const title = rows.length > 1 ? `《${pack.facts.title}》` : '';
      const label = `${serviceText('spreadsheet')[language]}${title}`;
      return { type: 'link', label, url: `${publicUrl}${listFilePath(pack.id, 'xlsx', query)}` };
    });
  }

  #rowsOf(keys: readonly string[]): Rows[] {
    return this.#parts.plans.packs().flatMap((pack) => {
      const ids = keys.filter((key) => key.startsWith(`${pack.id}/`)).map((key) => key.slice(pack.id.length + 1));
      const records = [...new Set(ids)].flatMap((id) => pack.records.get(id) ?? []);
      return records.length ? [{ pack, records }] : [];
    });
  }

  async #file(title: string, rows: readonly Rows[], language: Language): Promise<Omit<CardFile, 'instead'>> {
    const { name, type, body } = await this.#parts.plans.download(rows, 'xlsx', { language, title });
    return { name, type, data: Buffer.from(body).toString('base64') };
  }
}
