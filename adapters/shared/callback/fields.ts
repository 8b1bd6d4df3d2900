/** Reads and writes the flat XML of callbacks; document types are refused, so no entity can expand. */
import { SaxesParser } from 'saxes';
import { CallbackRefused } from './crypto.ts';

export type Fields = Readonly<Record<string, string>>;

/** The elements right below the root. @throws {CallbackRefused} where it is no well-formed XML, or has a document type */
export function readFields(xml: string): Fields {
  const fields: Record<string, string> = Object.create(null);
  const path: string[] = [];
  const parser = new SaxesParser();
  const refuse = () => {
    throw new CallbackRefused('no XML of a callback');
  };
  const add = (text: string) => {
    if (path.length === 2) fields[path[1]!] = (fields[path[1]!] ?? '') + text;
  };
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  parser.on('opentag', ({ name }) => path.push(name));
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => path.pop());
  parser.write(xml).close();
  return fields;
}

const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** Numbers stand bare, as the platforms write them. */
export const writeFields = (fields: Readonly<Record<string, string | number>>): string =>
  `<xml>${Object.entries(fields)
    .map(([name, value]) => `<${name}>${typeof value === 'number' ? value : cdata(value)}</${name}>`)
    .join('')}</xml>`;
