/** Makes stored text safe to show: secrets in addresses masked, characters that steer a terminal or hide in a log made visible. */

/** Names under which receivers take a key in the query. */
const keyNames = 'key|access_token|accesstoken|token|secret|sign|signature|sig|password|passwd|pwd|apikey|api_key|code';

const patterns: [RegExp, string][] = [
  [new RegExp(`([?&;](?:${keyNames})=)[^&#\\s"'<>]+`, 'gi'), '$1…'],
  // user:password@
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"'<>]{1,300}@/gi, '$1…@'],
  // Slack's incoming webhooks, and those of Feishu and Teams, whose path is the secret.
  [/(\/services\/)T[\w-]+\/B[\w-]+\/[\w-]+/g, '$1…'],
  [/(\/(?:hook|webhookb2|IncomingWebhook|robot)\/)[\w@-]{8,}(?:\/[\w-]+)*/g, '$1…'],
  [/(\/bot)\d{6,}:[\w-]{20,}/g, '$1…'],
];

/** The text with every secret of an address in it masked; the address stays recognisable. */
export const maskAddresses = (text: string): string =>
  patterns.reduce((masked, [secret, instead]) => masked.replace(secret, instead), text);

/** Control and format characters and line separators, but for the line break. */
const steering = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

const escaped = (character: string) => `\\u{${character.codePointAt(0)!.toString(16)}}`;

/** One line in which no character moves the cursor, colours, hides or reorders anything. */
export const printable = (text: string): string => text.replace(steering, escaped);

/** For a line about something stored, such as a channel or an error. */
export const shownLine = (text: string): string => printable(maskAddresses(text));

const escapedInJson = (character: string) =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');

/** One line of JSON for a terminal or a program: the same value, with such characters escaped. */
export const jsonLine = (value: unknown): string => JSON.stringify(value).replace(steering, escapedInJson);
