/** Automatic numbers of Word paragraphs, which stand in no text: 一、 （一） 1. ①, counted as Word counts them. */
import { readXml } from './xml.ts';

interface Level {
  format: string;
  text: string;
  start: number;
}

const digits = '零一二三四五六七八九';

function chineseNumber(value: number): string {
  if (value < 10) return digits[value]!;
  if (value >= 100) return String(value);
  const [tens, ones] = [Math.floor(value / 10), value % 10];
  return `${tens > 1 ? digits[tens] : ''}十${ones ? digits[ones] : ''}`;
}

const circled = (value: number) => (value <= 20 ? String.fromCharCode(0x2460 + value - 1) : String(value));

function written(format: string, value: number): string {
  if (/chinese|ideograph|japaneseCounting|taiwaneseCounting|koreanDigital/i.test(format)) return chineseNumber(value);
  if (/circle/i.test(format)) return circled(value);
  return format === 'bullet' || format === 'none' ? '' : String(value);
}

function describe(level: Level, name: string, value: string): void {
  if (name === 'numFmt') level.format = value;
  else if (name === 'lvlText') level.text = value;
  else if (name === 'start') level.start = Number(value) || 1;
}

/** Counts the numbered paragraphs of one document. */
export class Numbering {
  private readonly abstracts = new Map<string, Map<number, Level>>();
  private readonly lists = new Map<string, string>();
  private readonly counts = new Map<string, number[]>();

  constructor(xml: string | undefined) {
    if (xml) this.readDefinitions(xml);
  }

  private readDefinitions(xml: string): void {
    let abstract = '';
    let list = '';
    let level: Level | undefined;
    readXml(xml, {
      open: (name, { val = '', abstractNumId = '', numId = '', ilvl = '' }) => {
        if (name === 'abstractNum') {
          abstract = abstractNumId;
          this.abstracts.set(abstract, new Map());
        } else if (name === 'lvl') {
          level = { format: 'decimal', text: '', start: 1 };
          this.abstracts.get(abstract)?.set(Number(ilvl), level);
        } else if (name === 'num') list = numId;
        else if (name === 'abstractNumId') this.lists.set(list, val);
        else if (level) describe(level, name, val);
      },
      text: () => {},
      close: (name) => {
        if (name === 'lvl') level = undefined;
      },
    });
  }

  /** What Word prints before the next paragraph of a list, such as `（三）`. */
  next(list: string, depth: number): string {
    const abstract = this.lists.get(list);
    const levels = abstract === undefined ? undefined : this.abstracts.get(abstract);
    const level = levels?.get(depth);
    if (!levels || !level || depth > 8) return '';
    const counts = this.counts.get(abstract!) ?? [];
    this.counts.set(abstract!, counts);
    counts[depth] = (counts[depth] ?? level.start - 1) + 1;
    counts.length = depth + 1;
    return level.text.replace(/%(\d)/g, (_, at: string) => {
      const index = Number(at) - 1;
      const of = levels.get(index);
      return written(of?.format ?? 'decimal', counts[index] ?? of?.start ?? 1);
    });
  }
}
