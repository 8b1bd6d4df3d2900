/** The forms in which official documents number and mark their parts, in one table; all are read in plain text. */

import { ordinal } from '../text/numbers.ts';
import { plain } from '../text/plain.ts';

const chinese = '一二三四五六七八九十百零〇';

/** Levels of numbering, outermost first. `rank` orders them; one form may stand for another where the count goes on. */
const forms: readonly [name: MarkerForm, rank: number, form: RegExp][] = [
  ['chapter', 0, new RegExp(`^\\s*第([${chinese}]+)(?:章|部分|篇)\\s*[、:]?\\s*`)],
  ['section', 1, new RegExp(`^\\s*([${chinese}]+)\\s*[、.]\\s*`)],
  ['subsection', 2, new RegExp(`^\\s*\\(\\s*([${chinese}]+)\\s*\\)\\s*[、.]?\\s*`)],
  ['item', 3, /^\s*(\d{1,3})\s*[.、]\s*(?:(?!\d)|(?=20\d\d年))/],
  ['article', 3, new RegExp(`^\\s*第([${chinese}]+|\\d{1,3})条\\s*[、:]?\\s*`)],
  ['bracket', 4, /^\s*\(\s*(\d{1,3})\s*\)\s*[、.]?\s*/],
  ['half bracket', 4, /^\s*(\d{1,3})\s*\)\s*/],
  ['clause', 5, /^\s*([一二三四五六七八九十])是(?=[^否])/],
  ['circled', 5, /^\s*([①-⑳])\s*[、.]?\s*/],
];

type MarkerForm =
  | 'clause'
  | 'chapter'
  | 'section'
  | 'subsection'
  | 'item'
  | 'article'
  | 'bracket'
  | 'half bracket'
  | 'circled';

export interface Marker {
  form: MarkerForm;
  rank: number;
  number: number;
  /** The number as printed, in plain characters. */
  printed: string;
  /** Where the text behind the marker begins. */
  length: number;
  /** A heading of a list stands before it: 具体措施：1．… */
  listed: boolean;
}

/** 具体措施：1．… : a heading of a list that stands before its first item. */
const listHeading = /^\s*(?:具体|主要|重点|工作|推进)?(?:措施|举措|任务|要求|内容|步骤)\s*[:]\s*(?=\S)/;

/** The marker that a line begins with; a number that can't be read has `number` 0. */
export function markerOf(text: string): Marker | undefined {
  const line = plain(text);
  const skipped = listHeading.exec(line)?.[0].length ?? 0;
  for (const [form, rank, pattern] of forms) {
    const found = pattern.exec(line.slice(skipped));
    if (found)
      return {
        form,
        rank,
        number: ordinal(found[1]!),
        printed: found[1]!,
        length: skipped + found[0].length,
        listed: skipped > 0,
      };
  }
  return undefined;
}

/** Lines that open or mark something, apart from numbers. */
export const marks = {
  annex: new RegExp(`^\\s*附\\s*[件表]\\s*(\\d{1,2}(?:-\\d{1,2})?|[${chinese}]{1,3})?\\s*[:、.]?\\s*(.*)$`),
  annexList: /^[\s\-—·]*附\s*件\s*:/,
  copied: /^\s*(?:抄\s*送|主\s*送|分\s*送)\s*:/,
  note: /^\s*(?:注|备注|说明|填表说明)\s*\d?\s*:/,
  pageNumber: /^\s*(?:[-—–·]+\s*\d{1,4}\s*[-—–·]+|第\s*\d{1,4}\s*页(?:\s*[,/]?\s*共\s*\d{1,4}\s*页)?)\s*$/,
} as const;

/** Words of a heading that say what kind of section it opens; the first that fits. */
const sectionKinds: readonly [SectionKind, RegExp][] = [
  ['guarantee', /保障|组织实施|组织领导|工作要求|有关要求|实施要求|组织推进/],
  ['phase', /进度|步骤|阶段|时间安排|实施安排/],
  ['measure', /措施|任务|举措|工程|行动|事项|分工|清单/],
  [
    'frame',
    /总体要求|指导思想|基本原则|总体思路|总体目标|工作目标|主要目标|建设目标|发展目标|目标要求|工作原则|目标$|背景|现状|形势|总则|附则|适用范围/,
  ],
];

export type SectionKind = 'guarantee' | 'phase' | 'measure' | 'frame';

/** Undefined where the heading names no kind: its items decide what stands there. */
export function sectionKind(title: string): SectionKind | undefined {
  const line = plain(title);
  return sectionKinds.find(([, pattern]) => pattern.test(line))?.[0];
}

/** Lines of a web page or an office system around a text. */
const pageFurniture: readonly RegExp[] = [
  /^(?:无障碍|长者|适老|关怀版|繁体|简体|登录|注册|收藏|首页|导航|网站地图|联系我们|返回顶部|返回首页|关闭窗口|打印|附件下载|下载附件|相关(?:附件|文件|链接|解读|阅读)|政策解读|图解|扫一扫|上一篇|下一篇|责任编辑|编辑|审核|来源|作者|分享)/,
  /当前位置|您的位置|所在位置|首页\s*[>»›]|[>»›]\s*(?:正文|政务公开)/,
  /^[【[(]?\s*(?:打印|字体|关闭|收藏|纠错|大\s*中\s*小)/,
  /索\s*引\s*号|主题分类|信息分类|发布机构|公开方式|公开范围|文件有效性|有\s*效\s*性|成文日期|发文字号.*:|发布日期|发布时间|发文日期|生成日期|浏览(?:次数|量)?\s*:|点击(?:数|率|量)|访问量|阅读(?:次数|量)?\s*:/,
  /ICP备|公网安备|网站标识码|版权所有|技术支持|联系(?:方式|电话)\s*:|主办单位\s*:.*(?:承办|联系|备)|政府网站找错|Copyright/i,
  /^(?:文号|标题|名称|关键词|体裁|分类)\s*:/,
];

/** Whether a line belongs to the page around a text rather than to the text. */
export function isFurniture(text: string): boolean {
  const line = plain(text).trim();
  return line.length > 0 && line.length < 120 && pageFurniture.some((pattern) => pattern.test(line));
}
