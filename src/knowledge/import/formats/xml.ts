/** XML as events, with local names; document types and their entities are not read, so nothing expands. */
import { SaxesParser } from 'saxes';
import { UnreadableFile } from './blocks.ts';

export type Attributes = Readonly<Record<string, string>>;

export interface XmlEvents {
  open(name: string, attributes: Attributes): void;
  text(text: string): void;
  close(name: string): void;
}

const local = (name: string) => name.slice(name.indexOf(':') + 1);

/** @throws {UnreadableFile} where the text is no well-formed XML */
export function readXml(xml: string, events: XmlEvents): void {
  const parser = new SaxesParser();
  parser.on('error', () => {
    throw new UnreadableFile('file-damaged');
  });
  parser.on('opentag', ({ name, attributes }) => {
    const read = Object.entries(attributes as Record<string, string>).map(([key, value]) => [local(key), value]);
    events.open(local(name), Object.fromEntries(read));
  });
  parser.on('text', (text) => events.text(text));
  parser.on('cdata', (text) => events.text(text));
  parser.on('closetag', ({ name }) => events.close(local(name)));
  parser.write(xml).close();
}
