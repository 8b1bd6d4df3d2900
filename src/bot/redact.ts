/** Redacts telephone numbers, identity numbers, mail addresses and pairing codes from a text. */

const wide = /[０-９Ａ-Ｚａ-ｚ＠．－＋（）\u3000]/g;
const narrow = (text: string) =>
  text.replace(wide, (one) => (one === '\u3000' ? ' ' : String.fromCharCode(one.charCodeAt(0) - 0xfee0)));

const gap = '[ .\\u2010-\\u2015-]?';

/** In this order: a part of an identity number may look like a telephone number. */
const kinds: [RegExp, string][] = [
  [/(?<![0-9A-Za-z])[A-HJ-NP-Za-hj-np-z2-9]{5}[-–—][A-HJ-NP-Za-hj-np-z2-9]{5}(?![0-9A-Za-z])/g, '[口令]'],
  [/(?<![\w.%+-])[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, '[邮箱]'],
  // Identity cards, bank cards, social credit codes: 15 to 19 figures, the last of them perhaps a letter.
  [new RegExp(`(?<![\\dA-Za-z])\\d(?:${gap}\\d){13,17}${gap}[\\dXx](?![\\dA-Za-z])`, 'g'), '[证件号]'],
  [/(?<![\dA-Za-z])[1-9A-GY][1-59]\d{6}[0-9A-HJ-NPQRTUWXY]{9}[0-9A-HJ-NPQRTUWXY](?![\dA-Za-z])/g, '[证件号]'],
  [/(?<![\dA-Za-z])[EGDSPH][A-Z]?\d{8}(?![\dA-Za-z])/g, '[证件号]'],
  [new RegExp(`(?<!\\d)(?:(?:\\+|00)?86${gap})?1[3-9](?:${gap}\\d){9}(?!\\d)`, 'g'), '[电话]'],
  [new RegExp(`(?<!\\d)\\(?0\\d{2,3}\\)?${gap}[2-9]\\d{2,3}${gap}\\d{4}(?!\\d)`, 'g'), '[电话]'],
  [new RegExp(`(?<!\\d)[48]00(?:${gap}\\d){7}(?!\\d)`, 'g'), '[电话]'],
  // Written out, as voice input does.
  [/[〇零一二三四五六七八九幺]{11,}/g, '[电话]'],
  // A bare number of seven or eight figures is one only where the words say so; 20250610 is a day.
  [/((?:电话|手机|座机|号码|联系|致电|拨打|tel|phone|call)[^\d]{0,6})[2-9]\d{6,7}(?!\d)/gi, '$1[电话]'],
];

export const redact = (text: string): string =>
  kinds.reduce((masked, [kind, instead]) => masked.replace(kind, instead), narrow(text));
