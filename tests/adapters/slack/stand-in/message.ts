/** A message as Slack keeps it, as far as the stand-in looks into it. */

export interface TextObject {
  type: string;
  text: string;
}

export interface Element {
  type: string;
  text?: string | TextObject;
  url?: string;
  action_id?: string;
  value?: string;
  elements?: Element[];
}

export interface Block {
  type: string;
  block_id?: string;
  text?: TextObject;
  fields?: TextObject[];
  elements?: Element[];
  accessory?: Element;
}

/** What chat.postMessage and its like are given. */
export interface Draft {
  channel: string;
  text?: string;
  blocks?: Block[];
  thread_ts?: string;
  metadata?: { event_type: string; event_payload: Record<string, unknown> };
  unfurl_links?: boolean;
  unfurl_media?: boolean;
  link_names?: boolean;
  parse?: string;
}

/** One that the assistant has posted. */
export interface Posted extends Draft {
  ts: string;
}

/** Every text object of a block, in the order in which they are shown. */
export function textsOf({ text, fields = [], elements = [], accessory }: Block): TextObject[] {
  const labels = [...elements, ...(accessory ? [accessory] : [])].flatMap((element): TextObject[] => {
    if (typeof element.text === 'string') return [{ type: element.type, text: element.text }];
    return element.text ? [element.text] : element.elements ? textsOf({ type: '', elements: element.elements }) : [];
  });
  return [...(text ? [text] : []), ...fields, ...labels];
}
