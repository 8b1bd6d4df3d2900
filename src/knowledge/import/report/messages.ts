/** The words of the importer's report, in Chinese and English; `{…}` stands for a value. */

const messages = {
  'no-title': {
    zh: '没有找到标题（以方案、计划、意见、清单、通知等结尾的一行）',
    en: 'no title found (a line that ends in 方案, 计划, 意见 …)',
  },
  'title-guessed': { zh: '标题按第一行取：{text}', en: 'the first line is taken as the title: {text}' },
  'no-record': {
    zh: '没有读到任何条目：正文要有编号（一、（一）1.），或者有带表头的表格（序号、任务内容、牵头单位……）',
    en: 'no record found: expected numbered items (一、（一）1.) or a table with a heading row (序号, 任务内容, 牵头单位 …)',
  },
  'head-line-unknown': {
    zh: '标题前有一行看不出是什么：{text}',
    en: 'a line of the head that was not understood: {text}',
  },
  letterhead: { zh: '红头，与落款相同，略过：{text}', en: 'the letterhead, which names the issuer again: {text}' },
  'page-furniture': {
    zh: '网页上正文以外的内容，略过：{text}',
    en: 'a line of the web page around the text, passed over: {text}',
  },
  'page-number': { zh: '页码，略过：{text}', en: 'a page number, passed over: {text}' },
  'annex-list': { zh: '附件目录，略过：{text}', en: 'the list of annexes, passed over: {text}' },
  'text-recut': {
    zh: '原文没有分行，已按标题和编号切开',
    en: 'the text has no line breaks; it was cut at its headings and numbers',
  },
  'line-left-over': {
    zh: '这一行没有读进任何条目：{text}',
    en: 'a line that belongs to nothing that was read: {text}',
  },
  'number-unreadable': { zh: '编号读不出来：{text}', en: "a number that can't be read: {text}" },
  'number-gap': {
    zh: '{place}：编号 {before} 之后是 {number}，原文如此',
    en: '{place}: number {number} follows {before}, as printed',
  },
  'number-twice': { zh: '{place}：编号 {number} 出现了两次', en: '{place}: number {number} stands twice' },
  'phase-without-period': {
    zh: '这个阶段没有读到起止时间，只作为正文保留：{text}',
    en: 'a phase without a period that can be read, kept as text: {text}',
  },
  'row-over-lines': {
    zh: '第 {row} 行的内容接到第 {lines} 行，已合并',
    en: 'row {row} goes on in line {lines}: read as one',
  },
  'row-too-long': {
    zh: '这一行有 {cells} 格，表头只有 {columns} 列：{text}',
    en: 'a row of {cells} cells under {columns} headings: {text}',
  },
  'row-too-short': {
    zh: '这一行只有 {cells} 格，表头有 {columns} 列：{text}',
    en: 'a row of {cells} cells under {columns} headings: {text}',
  },
  'row-without-number': { zh: '这一行没有编号：{text}', en: 'a row without a number: {text}' },
  'cell-empty': { zh: '第 {row} 项的“{column}”是空的', en: 'row {row} names no {column}' },
  'column-kept': {
    zh: '“{column}”没有对应的字段，按原样保留，可以按它提问',
    en: 'the column {column} has no known role and is kept under its own name',
  },
  'column-of-units': {
    zh: '“{column}”写的是单位，没有对应的字段，按原样保留；要当作牵头或配合单位，加上 --column {column}={role}',
    en: 'the column {column} names units and is kept under its own name; to read it as a role add --column {column}={role}',
  },
  'column-of-dates': {
    zh: '“{column}”写的是时间，没有对应的字段，按原样保留；要当作完成时限，加上 --column {column}=时限',
    en: 'the column {column} names dates and is kept under its own name; to read it as deadlines add --column {column}=时限',
  },
  'cells-by-blanks': {
    zh: '表格的格子是按空格分开读的，请核对',
    en: 'the cells of this table were told apart by blanks: please compare',
  },
  'cells-by-lines': {
    zh: '表格是一格一行，已按表头拼回 {rows} 行',
    en: 'one cell a line: put together again as {rows} rows',
  },
  'cells-without-borders': {
    zh: '表格的格子连在一起，分不开，没有读。请改为导入原来的 .docx、.xlsx 或网页 .html 文件（不要复制粘贴成文字）',
    en: 'the cells of this table have lost their borders and can not be told apart; import the original .docx, .xlsx or .html instead',
  },
  'table-kept-as-text': {
    zh: '这个表不是任务表或指标表，按文字保留：{text}',
    en: 'a table of another kind, kept as text: {text}',
  },
  'section-count': {
    zh: '“{section}”写的是 {stated} 项，读到 {read} 项',
    en: '{section} says {stated} items; {read} were read',
  },
  'units-touching': { zh: '单位之间漏了顿号，已分开：{units}', en: 'no separator between units; read as {units}' },
  'units-written-out': { zh: '“{text}”是简写，读作{units}', en: '{text} is shortened; read as {units}' },
  'deadline-as-printed': {
    zh: '时限“{text}”换算不成月份，原样保留',
    en: 'a deadline that names no month, kept as printed: {text}',
  },
  'year-inferred': { zh: '“{text}”没有写年份，按 {month} 读', en: '{text} prints no year; read as {month}' },
  'file-old-office': {
    zh: '是旧版文件（.doc、.wps、.xls、.rtf 等），请在 Word、WPS 里“另存为” .docx 或 .xlsx，再导入',
    en: 'is an old office file (.doc, .wps, .xls, .rtf); save it as .docx or .xlsx, then import that',
  },
  'file-nested': {
    zh: '标签套得太深，不像是正常的文件；请用 Word 打开，另存为 .docx 再导入',
    en: 'is nested too deeply; open it in Word, save it as .docx and import that',
  },
  'file-too-large': { zh: '文件太大，或解压后太大', en: 'is too large, or unpacks to too much' },
  'file-damaged': { zh: '文件打不开，可能已损坏或没有下载完整', en: 'can not be opened: it is damaged or incomplete' },
  'file-locked': { zh: '文件有密码，请先去掉密码', en: 'is protected by a password; remove it first' },
  'file-scan': {
    zh: '是扫描件：页面是图片，没有文字。请找有文字的版本（.docx 或网页），或先做文字识别并校对',
    en: 'is a scan: its pages are pictures without text; find the .docx or the web page, or recognise its text first',
  },
  'file-picture': {
    zh: '是图片，没有文字。请找 .docx、.xlsx、.pdf 或网页',
    en: 'is a picture; find the .docx, .xlsx, .pdf or web page',
  },
  'file-unknown': {
    zh: '不是能读的文件。可以导入 .txt、.md、.html、.docx、.xlsx 和有文字的 .pdf',
    en: 'is none of the formats that are read: .txt, .md, .html, .docx, .xlsx, .pdf with text',
  },
  'assignment-unread': {
    zh: '这里写了责任单位，但没有读进条目：{text}',
    en: 'an assignment that was not read: {text}',
  },
} as const satisfies Record<string, Record<Language, string>>;

export type Language = 'zh' | 'en';
export type MessageCode = keyof typeof messages;

/** One finding in words. */
export function sayFinding(
  { code, values }: { code: MessageCode; values: Readonly<Record<string, string | number>> },
  language: Language,
): string {
  return messages[code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
