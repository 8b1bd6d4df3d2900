/** Detects whether a group message mentions the bot, and removes the mention. */

export interface GroupMessage {
  text: string;
  /** Our own name and what we are called in this group; names may hold spaces. */
  own: readonly string[];
  /** The names of the other members: 「小助手2」 mentioned is not 「小助手」. */
  others: readonly string[];
  /** The platform says that we are mentioned; it may be wrong both ways (wechaty#2149, wechaty#1969). */
  mentioned: boolean;
}

/** A client writes U+2005 after the name that was picked (a desktop one a space); a person who types may write none. */
const separator = /^[\u2005\u0020\u00a0]/;
const everybody = /[@＠](?:所有人|all(?:\s+people)?(?![a-z0-9]))/i;
/** The quote that the desktop client puts before a reply. */
const quoted = /^「[\s\S]+?」\s*\n(?:- ){4,}-?\s*\n?/;
const word = /[A-Za-z0-9_]/;

export const withoutQuote = (text: string) => text.replace(quoted, '');

/** Compiled once for all the @ of a text: a group has up to 500 members. */
function patternsOf(names: readonly string[]): RegExp[] {
  const written = names.map((name) =>
    name
      .trim()
      .split(/[\s\u2005]+/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'))
      .join('[\\s\\u2005]+'),
  );
  return [...new Set(written)].filter(Boolean).map((pattern) => new RegExp(pattern, 'y'));
}

/** What calls more people than this calls nobody in particular. */
const maxMentions = 200;

/** How much of the text from `at` on is one of these names, at most. */
function longest(text: string, at: number, names: readonly RegExp[]): number {
  let most = 0;
  for (const pattern of names) {
    pattern.lastIndex = at;
    const length = pattern.exec(text)?.[0].length ?? 0;
    // @Anna is not a mention of @Ann.
    if (length && word.test(text[at + length - 1]!) && word.test(text[at + length] ?? '')) continue;
    most = Math.max(most, length);
  }
  return most;
}

interface Span {
  from: number;
  to: number;
}

function mentions(text: string, own: readonly RegExp[], others: readonly RegExp[]): Span[] {
  const found: Span[] = [];
  for (const { index: from } of [...text.matchAll(/[@＠]/g)].slice(0, maxMentions)) {
    // A mail address is not a mention: info@example.org.
    if (from > 0 && /[A-Za-z0-9._-]/.test(text[from - 1]!)) continue;
    const length = longest(text, from + 1, own);
    if (!length || longest(text, from + 1, others) > length) continue;
    const end = from + 1 + length;
    found.push({ from, to: separator.test(text.slice(end)) ? end + 1 : end });
  }
  return found;
}

/** The platform reports a mention under an unknown name: the one mention that is no other member's. */
function unknownMention(text: string, others: readonly RegExp[]): Span | undefined {
  for (const { index: from, 0: found } of text.matchAll(/[@＠][^@＠\u2005\n]{1,40}\u2005|^[@＠]\S{1,40}(?:\s|$)/g))
    if (longest(text, from + 1, others) < found.trimEnd().length - 1) return { from, to: from + found.length };
  return undefined;
}

function without(text: string, spans: readonly Span[]): string {
  let rest = '';
  let at = 0;
  for (const { from, to } of spans) {
    rest += text.slice(at, from);
    at = to;
  }
  return (rest + text.slice(at)).trim();
}

export const mayMention = (text: string) => /[@＠]/.test(text);

/** @returns the words without the mention; undefined where they are not meant for us. */
export function readMention({ text, own, others, mentioned }: GroupMessage): string | undefined {
  const names = patternsOf(others);
  const spans = mentions(text, patternsOf(own), names);
  if (spans.length) return without(text, spans);
  if (!mentioned || everybody.test(text)) return undefined;
  const unknown = unknownMention(text, names);
  return without(text, unknown ? [unknown] : []);
}
