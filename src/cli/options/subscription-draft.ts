/** Reads a subscription from command-line options or a file, and checks it against doors, plans and schedules. */
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { doors as everyDoor } from '../../../adapters/index.ts';
import type { SubscriptionDraft } from '../../delivery/subscriptions.ts';
import { canSend } from '../../delivery/types.ts';
import type { Calendar } from '../../digest/calendar/working-days.ts';
import { digestSpeaker } from '../../digest/phrases.ts';
import { withDefaults } from '../../digest/request/defaults.ts';
import { parseRequest } from '../../digest/request/parse-request.ts';
import type { RequestParse } from '../../digest/request/request-grammar.ts';
import { sayUnknownUnits, sortUnread } from '../../digest/request/unknown-units.ts';
import { validateSubscription } from '../../digest/request/validate.ts';
import { languageOfSchedule } from '../../language/detect.ts';
import { type Fault, faultIn, SetupError } from '../../model/fault.ts';
import { issueText } from '../../model/issue-text.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { Adapter } from '../../model/port.ts';
import { Subscription } from '../../model/subscription.ts';
import type { Language, Text } from '../../model/text.ts';
import type { DayNumber } from '../../shared/day.ts';
import { readRegularFile, utf8Of } from '../../shared/read-file.ts';
import { timeZoneOf } from '../../shared/zone.ts';
import { cliText } from '../messages/messages.ts';

const { timing, ...rest } = Subscription.shape;
const { schedule: _read, ...when } = timing.shape;

/** The schedule is in words (`when`), which may say more; everything else is as in a subscription. */
const DraftFields = z.strictObject({
  door: z.string(),
  channel: z.string().min(1),
  when: z.string().min(1),
  ...when,
  ...rest,
});
export type PartialDraftFields = Partial<z.input<typeof DraftFields>>;

export function mergeFields(words: ReturnType<typeof withDefaults>, written: PartialDraftFields) {
  const { door: _door, channel: _channel, when: _when, zone, dayOff, quiet, scope, ...others } = written;
  const moves = Object.entries({ zone, dayOff, quiet }).filter(([, value]) => value !== undefined);
  return {
    ...words,
    ...others,
    scope: { ...words.scope, ...scope },
    timing: { ...words.timing, ...Object.fromEntries(moves) },
  };
}

/** Why a request can't be used, in the language of its words; undefined where it can. */
export function faultOf(
  { problem, unread }: RequestParse,
  language: Language,
  packs: readonly KnowledgePack[],
): Text | undefined {
  const say = digestSpeaker(language);
  const { units, words } = sortUnread(unread, packs);
  const parts = [
    ...(units.length ? [sayUnknownUnits(say, units, packs)] : []),
    ...(words.length ? [say('unreadable', { text: words.join(' ') })] : []),
  ];
  const summary = problem ?? parts.join(' ');
  return summary ? { en: summary, zh: summary } : undefined;
}

export interface DraftContext {
  packs: readonly KnowledgePack[];
  calendar: Calendar;
  doors: readonly Adapter[];
  /** Address of the page, for links to spreadsheets; undefined = it can't be linked to. */
  publicUrl: string | undefined;
  today: DayNumber;
}

/** Rejects a door that can't send now, rather than at its first slot. */
function doorFault(door: string, channel: string, doors: readonly Adapter[]): Text | undefined {
  const found = doors.find(({ name }) => name === door);
  const able = doors
    .filter(canSend)
    .map(({ name }) => name)
    .join(', ');
  if (!found && Object.hasOwn(everyDoor, door)) return cliText('doorUnconfigured', { door, able });
  if (!found) return cliText('doorUnknown', { door, able });
  if (!canSend(found)) return cliText('doorCannotSend', { door, able });
  return found.channelFault?.(channel);
}

/** A spreadsheet that could come neither as a file nor as a link. */
function attachFault(
  { attach }: Subscription,
  { door, channel }: { door?: string | undefined; channel?: string | undefined },
  known: DraftContext,
): Text | undefined {
  const takesFiles = known.doors.find(({ name }) => name === door)?.takesFiles?.(channel ?? '');
  if (attach !== 'xlsx' || !door || takesFiles || known.publicUrl !== undefined) return undefined;
  return cliText('attachNowhere', { door });
}

/** Advice that zod's own messages lack. */
function adviceFor(issue: z.core.$ZodIssue): Text {
  if (/received undefined$/.test(issue.message)) return cliText('fieldMissing');
  const message = issueText(issue);
  if (issue.code !== 'unrecognized_keys' || issue.path.length) return message;
  return cliText('fieldsKnown', { message, fields: Object.keys(DraftFields.shape).join(', ') });
}

/** The fields that are valid by themselves: the others are checked too, where one is wrong. */
function validFields(raw: unknown): Partial<z.infer<typeof DraftFields>> {
  const given = Object.entries(typeof raw === 'object' && raw ? raw : {});
  const shape: Record<string, z.ZodType> = DraftFields.shape;
  return Object.fromEntries(
    given.flatMap(([name, value]) => {
      const read = shape[name]?.safeParse(value);
      return read?.success ? [[name, read.data]] : [];
    }),
  );
}

/** Adds its faults, all of them, under `file`; undefined where there are any. */
export function readDraft(
  raw: unknown,
  known: DraftContext,
  file: string,
  faults: Fault[],
): SubscriptionDraft | undefined {
  const before = faults.length;
  const { data, error } = DraftFields.safeParse(raw);
  if (error) faults.push(...error.issues.map((issue) => faultIn(file, adviceFor(issue), issue.path.join('.'))));
  // As written: a default of the schema must not override the words.
  const right = data ? (raw as PartialDraftFields) : validFields(raw);
  const { door, channel, when: requestText = '' } = right;
  const why = door && channel && doorFault(door, channel, known.doors);
  if (why) faults.push(faultIn(file, why, 'door'));
  const language = languageOfSchedule(requestText);
  const read = parseRequest(requestText, known.packs, known.today, language);
  const fault = faultOf(read, language, known.packs);
  if (fault) faults.push(faultIn(file, fault, 'when'));
  try {
    // Validated also after a fault, so that all are reported at once.
    const whole = mergeFields(withDefaults(read.request, { zone: timeZoneOf(known.packs), language: 'zh' }), right);
    const subscription = validateSubscription(whole, known.packs, file, known.today);
    const nowhere = attachFault(subscription, { door, channel }, known);
    if (nowhere) faults.push(faultIn(file, nowhere, 'attach'));
    return faults.length > before ? undefined : { door: door!, channel: channel!, requestText, subscription };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}

const File = z.strictObject({ subscriptions: z.record(z.string().regex(/^\S{1,80}$/), z.unknown()) });

/** The drafts that a file of subscriptions holds, by their names. @throws {SetupError} with every fault of it */
export function readDrafts(path: string, known: DraftContext): (SubscriptionDraft & { name: string })[] {
  const refuse = (faults: Fault[]) => new SetupError(cliText('nothingApplied'), faults);
  let text: string | undefined;
  try {
    text = utf8Of(readRegularFile(path));
  } catch (error) {
    throw refuse([{ file: path, place: '', message: (error as Error).message }]);
  }
  if (text === undefined) throw refuse([faultIn(path, cliText('notUtf8'))]);
  // JSON is YAML too. A name given twice is an error of the document.
  const document = parseDocument(text);
  if (document.errors.length)
    throw refuse(
      document.errors.map(({ message, linePos }) => {
        const place = String(linePos?.[0].line ?? '');
        if (/call stack/i.test(message)) return faultIn(path, cliText('nestedTooDeep'), place);
        return { file: path, place, message: message.split('\n', 1)[0]! };
      }),
    );
  const { data, error } = File.safeParse(document.toJS());
  if (!data) throw refuse(error.issues.map((issue) => faultIn(path, issueText(issue), issue.path.join('.'))));
  const faults: Fault[] = [];
  const drafts = Object.entries(data.subscriptions).flatMap(([name, raw]) => {
    const found: Fault[] = [];
    const draft = readDraft(raw, known, path, found);
    faults.push(...found.map((fault) => ({ ...fault, place: [name, fault.place].filter(Boolean).join('.') })));
    return draft ? [{ ...draft, name }] : [];
  });
  if (faults.length) throw refuse(faults);
  return drafts;
}
