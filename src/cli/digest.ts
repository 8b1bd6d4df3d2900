/** `qinzhi digest`: prints a digest as it would be sent, or how a schedule is read with its next times. */
import type { Command } from 'commander';
import { renderText } from '../../adapters/shared/plain-text.ts';
import { loadCalendar } from '../digest/calendar/load.ts';
import { dayIn, nextSlots } from '../digest/calendar/slots.ts';
import type { Calendar } from '../digest/calendar/working-days.ts';
import { composeDigest } from '../digest/compose.ts';
import { withDefaults } from '../digest/request/defaults.ts';
import { formatRequest } from '../digest/request/format-request.ts';
import { formatNextSlots, formatSchedule, formatTime } from '../digest/request/format-schedule.ts';
import { parseRequest } from '../digest/request/parse-request.ts';
import type { RequestParse } from '../digest/request/request-grammar.ts';
import { validateSubscription } from '../digest/request/validate.ts';
import { slotContext } from '../digest/select.ts';
import { clock } from '../knowledge/instant.ts';
import { loadPacks } from '../knowledge/load.ts';
import type { Language } from '../language/answer-phrases.ts';
import { languageOfSchedule } from '../language/detect.ts';
import type { Card } from '../model/card.ts';
import { type Fault, faultIn, SetupError } from '../model/fault.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { Subscription } from '../model/subscription.ts';
import type { DeliveryEnvironment } from '../service/environment.ts';
import { missingHolidaysNotice } from '../service/notices.ts';
import { defaultTimeZone, isZone } from '../shared/zone.ts';
import { type CliContext, type CliContexts, type Done, write } from './context.ts';
import { cliText } from './messages/messages.ts';
import { contentOptions, type DigestOptions, fieldsOf, listOf } from './options/digest-options.ts';
import { faultOf, mergeFields } from './options/subscription-draft.ts';

/** Tasks that the channel marked as completed; opens the store only for these. */
async function completedFor(
  door: string,
  channel: string,
  deliveryContext: () => DeliveryEnvironment,
): Promise<ReadonlySet<string>> {
  const [{ withDelivery }, { completedIn }] = await Promise.all([
    import('../service/open-delivery.ts'),
    import('../delivery/completions.ts'),
  ]);
  return withDelivery(deliveryContext(), (open) => completedIn(open.deliveryContext, door, channel));
}

/** How that door would render a card. */
async function rendererOf(door: string | undefined): Promise<(card: Card) => string[]> {
  if (door === undefined) return (card) => [renderText(card)];
  const { doors } = await import('../../adapters/index.ts');
  if (Object.hasOwn(doors, door)) return doors[door]!.loadRender();
  const known = Object.keys(doors).join(', ');
  throw new SetupError(cliText('doorUnshown', { door, known }), []);
}

interface PrintOptions extends DigestOptions {
  page?: string;
}

interface Source {
  packs: readonly KnowledgePack[];
  calendar: Calendar;
  at: Date;
}

interface ReadOptions {
  subscription: Subscription;
  /** What `--when` says; absent without it. */
  request: RequestParse | undefined;
  language: Language;
}

/** @throws {SetupError} with every option that is wrong */
function readOptions(options: DigestOptions, { packs, at }: Source): ReadOptions {
  const { timeZone } = packs[0]!.facts;
  const { when, door, channel, zone } = options;
  const faults: Fault[] = [];
  if (zone !== undefined && !isZone(zone))
    faults.push(faultIn('--zone', cliText('zoneWrong', { value: zone, example: defaultTimeZone })));
  if (channel !== undefined && door === undefined) faults.push(faultIn('--channel', cliText('channelAlone')));
  const language = languageOfSchedule(when ?? '');
  const today = dayIn(at, timeZone);
  const request = when === undefined ? undefined : parseRequest(when, packs, today, language);
  const unclear = request && faultOf(request, language, packs);
  if (unclear) faults.push(faultIn('--when', unclear));
  const fields = fieldsOf(options, faults);
  if (faults.length) throw new SetupError(cliText('optionsWrong'), faults);
  const now = formatTime(at, zone ?? timeZone).padStart(5, '0');
  const wanted = request?.request ?? { schedule: { kind: 'daily' as const, at: [now] } };
  const draft = mergeFields(withDefaults(wanted, { zone: timeZone, language: 'zh' }), fields);
  return { subscription: validateSubscription(draft, packs, 'digest', today), request, language };
}

/** Explains a request: how it is parsed, and its next slots. */
function explainRequest(
  { subscription, language }: ReadOptions,
  { request, notes }: RequestParse,
  { packs, calendar, at }: Source,
) {
  const { timing } = subscription;
  const slots = nextSlots(slotContext(subscription, packs, calendar), at, 3);
  const { schedule, ...more } = request;
  const description = Object.keys(more).length
    ? formatRequest(subscription, packs, language, packs[0]!.facts.timeZone)
    : formatSchedule(timing.schedule, language);
  const lines = [description, ...notes, ...formatNextSlots(slots, timing, calendar, language)];
  return { schedule: timing.schedule, said: description, notes, next: slots.map((slot) => slot.at), lines };
}

/** @returns the page as `--page` names it, the first by default; undefined where the digest is silent */
function pageOf(cards: readonly Card[], page: string | undefined): Card | undefined {
  const number = Number(page ?? 1);
  if (!Number.isInteger(number) || number < 1 || (cards.length > 0 && number > cards.length))
    throw new SetupError(cliText('pageMissing', { page: page ?? '', count: cards.length }), []);
  return cards[number - 1];
}

/** @returns the exit code */
async function digest(
  options: PrintOptions,
  context: CliContext,
  { delivery, say, language: reader }: CliContexts,
): Promise<number> {
  const { settings, stdout, stderr } = context;
  const packs = loadPacks(settings.knowledge);
  const { timeZone } = packs[0]!.facts;
  const at = clock(options.now, timeZone, context.now)();
  const calendar = loadCalendar(settings.holidays);
  const source = { packs, calendar, at };
  const read = readOptions(options, source);
  const notice = missingHolidaysNotice(calendar, dayIn(at, timeZone), settings.holidays);
  if (notice) await write(stderr, `${notice[reader]}\n`);
  if (read.request) {
    const { lines, ...line } = explainRequest(read, read.request, source);
    await write(stdout, options.json ? `${JSON.stringify(line)}\n` : `${lines.join('\n')}\n`);
    return 0;
  }
  const render = await rendererOf(options.door);
  const { channel } = options;
  const completed = channel === undefined ? [] : await completedFor(options.door!, channel, delivery);
  const rows = listOf(options.done).flatMap((n) => packs.map(({ id }) => `${id}/task:${n}`));
  const { subscription } = read;
  const { outcome, cards, records } = composeDigest({
    ...source,
    subscription,
    done: new Set([...completed, ...rows]),
  });
  const card = pageOf(cards, options.page);
  const text = card ? render(card).join('\n\n') : '';
  if (options.json) await write(stdout, `${JSON.stringify({ kind: outcome, records, text, pages: cards.length })}\n`);
  else if (card) await write(stdout, `${text}\n`);
  else await write(stderr, `${say('digestSilent')}\n`);
  return 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help } = contexts;
  contentOptions(
    program
      .command('digest')
      .description(help('digest'))
      .option('--now <time>', help('digestNow'))
      .option('--done <row...>', help('digestDone'))
      .option('--page <number>', help('digestPage'))
      .option('--door <name>', help('digestDoor'))
      .option('--channel <channel>', help('digestChannel'))
      .option('--when <words>', help('digestWhen')),
    help,
  )
    .option('--json', help('json'))
    .addHelpText('after', help('digestAfter'))
    .action(async (options: PrintOptions) => {
      done(await digest(options, contexts.packs(), contexts));
    });
}
