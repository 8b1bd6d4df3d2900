/** `qinzhi ask --batch`: a question a line in, an answer a line out, in order; a broken line is told and passed over. */
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { renderText } from '../../adapters/shared/plain-text.ts';
import { clock, readInstant } from '../knowledge/instant.ts';
import { loadPacks } from '../knowledge/load.ts';
import { openAssistant } from '../service/open-assistant.ts';
import { oneLine } from '../shared/error-message.ts';
import { type CliContext, write } from './context.ts';

const BatchLine = z.object({
  id: z.string().min(1),
  q: z.string(),
  now: z.string().optional(),
  conversation: z.string().optional(),
  user: z.string().optional(),
});

/** The line as data, or why it is none. */
function readLine(line: string): z.infer<typeof BatchLine> | string {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch (error) {
    return `not JSON: ${oneLine(error)}`;
  }
  const read = BatchLine.safeParse(raw);
  if (read.success) return read.data;
  return read.error.issues.map(({ path, message }) => `${path.join('.') || 'the line'}: ${message}`).join('; ');
}

/** @returns the exit code: 1 where a line was broken */
export async function batch(options: { now?: string; explain?: boolean }, context: CliContext): Promise<number> {
  const { settings, stdin, stdout, stderr } = context;
  const packs = loadPacks(settings.knowledge);
  const { timeZone } = packs[0]!.facts;
  const now = clock(options.now, timeZone, context.now);
  const assistant = openAssistant(packs, settings);

  const reply = (line: string): object | string => {
    const read = readLine(line);
    if (typeof read === 'string') return read;
    const { id, q, conversation = id, user = id } = read;
    const at = read.now === undefined ? now() : readInstant(read.now, timeZone);
    if (!at) return `now: ${read.now} is no day and no instant`;
    try {
      const {
        outcome: kind,
        records,
        card,
        trace,
        query,
        readings,
      } = assistant.answer({
        text: q,
        at,
        conversation,
        user,
      });
      const more = { ...(query ? { query } : {}), ...(readings ? { readings } : {}) };
      return { id, kind, records, text: renderText(card), ...more, ...(options.explain ? { trace } : {}) };
    } catch (error) {
      if (settings.debug) stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      return `${id}: ${oneLine(error)}`;
    }
  };

  let number = 0;
  let asked = 0;
  const broken: number[] = [];
  stdin.setEncoding('utf8');
  for await (const raw of createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    const line = number === 1 ? raw.replace(/^\ufeff/, '') : raw;
    if (!line.trim()) continue;
    asked += 1;
    const answered = reply(line);
    if (typeof answered === 'string') broken.push(number);
    await write(
      stdout,
      `${JSON.stringify(typeof answered === 'string' ? { id: null, line: number, error: answered } : answered)}\n`,
    );
  }
  if (broken.length) {
    const which = `${broken.slice(0, 20).join(', ')}${broken.length > 20 ? ', …' : ''}`;
    await write(
      stderr,
      `${broken.length} of ${asked} lines could not be answered (line ${which}); the output says why of each.\n`,
    );
  }
  return broken.length ? 1 : 0;
}
