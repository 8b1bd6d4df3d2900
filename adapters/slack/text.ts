/** Converts Slack's message text to plain words: removes the bot's mention, decodes entities, links and other mentions. */

const named = (id: string, label: string | undefined, sign: string) => `${sign}${label || id}`;

/** `<…>` as Slack writes mentions, channels and links into a text. */
function readMark(mark: string): string {
  const bar = mark.indexOf('|');
  const target = bar < 0 ? mark : mark.slice(0, bar);
  const label = bar < 0 ? undefined : mark.slice(bar + 1).replace(/^[@#]/, '');
  switch (target[0]) {
    case '@':
      return named(target.slice(1), label, '@');
    case '#':
      return named(target.slice(1), label, '#');
    case '!':
      return named(target.slice(1).replace(/^subteam\^/, ''), label, target.startsWith('!date^') ? '' : '@');
    default:
      return label ?? target.replace(/^mailto:/, '');
  }
}

const decode = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

export interface MessageText {
  text: string;
  /** The assistant is mentioned. */
  mentioned: boolean;
  /** Somebody else is mentioned, and the assistant is not. */
  toOthers: boolean;
}

export function readMessageText(raw: string, botUserId: string): MessageText {
  let mentioned = false;
  let others = false;
  const text = raw.replace(/<([^<>]+)>( ?)/g, (_, mark: string, space: string) => {
    const user = /^@([A-Z0-9]+)/.exec(mark)?.[1];
    if (user === botUserId) {
      mentioned = true;
      return '';
    }
    others ||= user !== undefined;
    return `${readMark(mark)}${space}`;
  });
  return { text: decode(text).trim(), mentioned, toOthers: others && !mentioned };
}
