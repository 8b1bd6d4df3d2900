/** Who is responsible, in sentences: （甲局牵头，乙局、丙局按职责分工负责）, 责任单位：…；完成时限：…, 甲局牵头，乙局配合. */
import { isLead, labels, roleOf } from '../layout/columns/column-names.ts';
import type { Role } from '../layout/columns/column-words.ts';
import { plain } from '../text/plain.ts';
import { isUnitName, printedNames } from './units.ts';

/** A passage of the printed text, by its place in it. */
export interface Passage {
  start: number;
  end: number;
}

/** What an assignment says, as passages of the printed text. */
export interface Assignment {
  lead: Passage[];
  /** Named side by side, none as the lead. */
  joint: Passage[];
  cooperating: Passage[];
  leader: Passage[];
  deadline: Passage[];
  /** Says that the first unit named leads (排在第一位的为牵头单位); `onwards` where that holds from here on (下同). */
  firstLeads?: 'here' | 'onwards';
}

const none = (): Assignment => ({ lead: [], joint: [], cooperating: [], leader: [], deadline: [] });

const firstRule =
  /(?:第一位|首位|第一个|第一责任|第一家|列第一|排名第一|排第一|排在第一|居首|首个)[^,;。()]{0,12}?(?:牵头|主责|主办)/;
const sameBelow = /下同/;
const labelled = new RegExp(`(${labels.map((name) => name.replace(/[.()/]/g, '\\$&')).join('|')})\\s*:`, 'g');

/** What stands behind the units of a clause, and the role that it gives them; the first that fits. */
const verbs: readonly [role: 'lead' | 'cooperating' | 'joint', verb: RegExp][] = [
  ['lead', /(?:共同|联合|总)?牵头(?:负责|落实|实施|推进|组织实施|组织|抓总|办理)?$/],
  [
    'cooperating',
    /(?:积极|协同|共同|密切|做好)?(?:配合|协助|参与|协办|协同)(?:做好|落实|实施|推进|完成)?(?:相关工作|工作)?$/,
  ],
  [
    'joint',
    /(?:按|根据|依)?(?:照|据)?(?:各自)?职责(?:和)?(?:分工|权限)?(?:分别|共同|协同)?(?:负责|落实|推进|承担|做好|实施|抓好)(?:落实|相关工作|实施|推进)?$/,
  ],
  ['joint', /(?:共同|分别|具体|组织|协同|会同)?(?:负责|落实|组织实施|承担|承办|办理)(?:落实|实施|推进|指导)?$/],
];

const clauseEnds = /[,;。]/;
const withoutNoise = (text: string) => text.replace(/\s+/g, '');

function roleOfVerb(clause: string): { role: 'lead' | 'cooperating' | 'joint'; verbLength: number } | undefined {
  const tight = clause.trimEnd();
  for (const [role, verb] of verbs) {
    const found = verb.exec(tight);
    if (found) return { role, verbLength: clause.length - found.index };
  }
  return undefined;
}

/** Cuts at , ; 。 outside of brackets. */
function clausesOf(text: string, { start, end }: Passage): Passage[] {
  const found: Passage[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at <= end; at++) {
    const char = text[at];
    if (char === '(') depth++;
    if (char === ')') depth = Math.max(0, depth - 1);
    if (at < end && (depth || !clauseEnds.test(char!))) continue;
    if (text.slice(from, at).trim()) found.push({ start: from, end: at });
    from = at + 1;
  }
  return found;
}

const beginnings = /^\s*(?:由|并由|并会同|会同|责任单位|并)\s*/;

function trimmed(text: string, { start, end }: Passage): Passage {
  const passage = text.slice(start, end);
  const lead = beginnings.exec(passage)?.[0].length ?? passage.length - passage.trimStart().length;
  return { start: start + lead, end: start + passage.trimEnd().length };
}

/** Whether all that a passage names reads like units. */
function namesUnits(raw: string, { start, end }: Passage): boolean {
  const { units, open } = printedNames(raw.slice(start, end));
  return (
    units.length > 0 &&
    units.every((unit) => isUnitName(unit) || (units.length > 1 && Boolean(open) && unit.length < 10))
  );
}

const dateLike = /(?:\d|[一二三四五六七八九十])\s*[年月]|季度|半年|年底|年内/;

/** Reads the clauses of a statement one by one; units wait for the verb that says what they do. */
class ClauseReader {
  readonly read = none();
  private pending: Passage | undefined;
  private stated = false;
  private readonly raw: string;
  private readonly text: string;

  constructor(raw: string, text: string) {
    this.raw = raw;
    this.text = text;
  }

  /** False where a clause is no such statement. */
  take(clause: Passage): boolean {
    const words = this.text.slice(clause.start, clause.end);
    if (firstRule.test(words) || /^\s*下同\s*$/.test(words)) return true;
    const verb = roleOfVerb(words);
    if (verb) return this.takeVerb(clause, verb);
    if (dateLike.test(words) && !isUnitName(words)) this.read.deadline.push(clause);
    else this.pending = { start: this.pending?.start ?? clause.start, end: clause.end };
    return true;
  }

  private takeVerb(clause: Passage, { role, verbLength }: NonNullable<ReturnType<typeof roleOfVerb>>): boolean {
    const stem = { start: this.pending?.start ?? clause.start, end: clause.end - verbLength };
    this.pending = undefined;
    const names = trimmed(this.text, stem);
    if (names.end <= names.start || !namesUnits(this.raw, names)) return false;
    this.stated = true;
    this.read[role].push(names);
    return true;
  }

  finish(): Assignment | undefined {
    if (!this.stated) return undefined;
    if (!this.pending) return this.read;
    const names = trimmed(this.text, this.pending);
    if (!namesUnits(this.raw, names)) return undefined;
    this.read.cooperating.push(names);
    return this.read;
  }
}

/** 甲局牵头，乙局、丙局按职责分工负责，2024年9月底前完成. Undefined where a clause is no such statement. */
function readVerbs(raw: string, text: string, whole: Passage): Assignment | undefined {
  const reader = new ClauseReader(raw, text);
  return clausesOf(text, whole).every((clause) => reader.take(clause)) ? reader.finish() : undefined;
}

function addLabelled(read: Assignment, role: Role | undefined, label: string, passage: Passage): void {
  if (role === 'responsible') (isLead(label) ? read.lead : read.joint).push(passage);
  else if (role === 'cooperating' || role === 'leader' || role === 'deadline') read[role].push(passage);
}

const tail = /[\s,;。、]+$/;

/** 牵头单位：甲局；责任单位：乙局、丙局，2024年9月底前完成. */
function readLabels(raw: string, text: string, whole: Passage): Assignment | undefined {
  const inside = text.slice(whole.start, whole.end);
  if (!inside.includes(':')) return undefined;
  const found = [...inside.matchAll(labelled)];
  if (!found.length || inside.slice(0, found[0]!.index).trim()) return undefined;
  const read = none();
  for (const [index, label] of found.entries()) {
    const start = whole.start + label.index + label[0].length;
    const until = whole.start + (found[index + 1]?.index ?? inside.length);
    const end = start + text.slice(start, until).replace(tail, '').length;
    const role = roleOf(label[1]!);
    if (role === 'deadline' || role === 'leader') {
      addLabelled(read, role, label[1]!, { start, end });
      continue;
    }
    const clauses = clausesOf(text, cutNote(text, { start, end })).filter(
      (clause) => !firstRule.test(text.slice(clause.start, clause.end)),
    );
    const dates = clauses.filter(
      (clause) => dateLike.test(text.slice(clause.start, clause.end)) && !namesUnits(raw, clause),
    );
    read.deadline.push(...dates);
    const names = clauses.filter((clause) => !dates.includes(clause));
    if (!names.length) continue;
    const units = { start: names[0]!.start, end: names.at(-1)!.end };
    addVerbOrLabel(raw, text, read, role, label[1]!, units);
  }
  // A lead beside a list of responsible units makes these its helpers.
  if (read.lead.length && read.joint.length) {
    read.cooperating.unshift(...read.joint);
    read.joint = [];
  }
  return read;
}

function addVerbOrLabel(
  raw: string,
  text: string,
  read: Assignment,
  role: Role | undefined,
  label: string,
  units: Passage,
): void {
  const spoken = readVerbs(raw, text, units);
  if (!spoken) {
    addLabelled(read, role, label, trimmed(text, units));
    return;
  }
  for (const key of ['lead', 'joint', 'cooperating', 'deadline'] as const) read[key].push(...spoken[key]);
}

/** Drops a closing bracket that only states the rule of the first unit. */
function cutNote(text: string, { start, end }: Passage): Passage {
  const open = text.lastIndexOf('(', end);
  const note = open > start && text.slice(end - 1, end) === ')' ? text.slice(open, end) : '';
  return note && (firstRule.test(note) || sameBelow.test(note)) ? { start, end: open } : { start, end };
}

function firstLeadsIn(text: string): Assignment['firstLeads'] {
  if (!firstRule.test(text)) return undefined;
  return sameBelow.test(text) ? 'onwards' : 'here';
}

/**
 * Reads one passage of `raw` that states an assignment and nothing else.
 * @returns undefined where it states none, or more than that
 */
export function readAssignment(raw: string, whole: Passage): Assignment | undefined {
  const text = plain(raw);
  const read = readLabels(raw, text, whole) ?? readVerbs(raw, text, whole);
  if (!read) return undefined;
  const rule = firstLeadsIn(text.slice(whole.start, whole.end));
  return { ...read, ...(rule ? { firstLeads: rule } : {}) };
}

export interface FoundAssignment {
  /** With its brackets, or from its label on. */
  whole: Passage;
  assignment: Assignment;
}

function bracketsIn(text: string): Passage[] {
  const found: Passage[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') {
      if (!depth) start = at;
      depth++;
    } else if (text[at] === ')' && depth) {
      depth--;
      if (!depth) found.push({ start, end: at + 1 });
    }
  }
  return found;
}

/** 由甲局会同乙局制定, 由甲局牵头: who does it, within a sentence. */
const byWhom =
  /由([^,;。()]{3,40}?)(?:会同([^,;。()]{3,40}?[局委办厅部院会府]))?(牵头|负责|制定|编制|组织|统筹|具体|按|根据|开展|建立|汇总|落实)/g;

function spokenIn(raw: string, text: string): FoundAssignment[] {
  return [...text.matchAll(byWhom)].flatMap((found) => {
    const start = found.index + 1;
    const lead = { start, end: start + found[1]!.length };
    const withStart = lead.end + '会同'.length;
    const helpers = found[2] ? { start: withStart, end: withStart + found[2].length } : undefined;
    if (!namesUnits(raw, lead) || (helpers && !namesUnits(raw, helpers))) return [];
    const whole = { start: found.index, end: helpers?.end ?? lead.end };
    return [{ whole, assignment: { ...none(), lead: [lead], cooperating: helpers ? [helpers] : [] } }];
  });
}

const sentenceEnd = /[。;.!)\s]/;

/** A label in running text, at its beginning or behind a sentence, holds to the end. */
function labelIn(text: string): number {
  if (!text.includes(':')) return -1;
  for (const found of text.matchAll(labelled)) {
    const ahead = text.slice(0, found.index).trimEnd();
    if (!ahead || sentenceEnd.test(ahead.at(-1)!)) return found.index;
  }
  return -1;
}

/** Every assignment that a paragraph states, in brackets, behind a label, or else within a sentence. */
export function findAssignments(raw: string): FoundAssignment[] {
  const text = plain(raw);
  const found: FoundAssignment[] = [];
  const brackets = bracketsIn(text);
  for (const whole of brackets) {
    const assignment = readAssignment(raw, { start: whole.start + 1, end: whole.end - 1 });
    if (assignment) found.push({ whole, assignment });
  }
  const free = [...text];
  for (const { whole } of found) free.fill('#', whole.start, whole.end);
  const at = labelIn(free.join(''));
  if (at >= 0) {
    const whole = { start: at, end: text.trimEnd().length };
    const assignment = readAssignment(raw, whole);
    if (assignment) found.push({ whole, assignment });
  }
  return found.length ? found.sort((a, b) => a.whole.start - b.whole.start) : spokenIn(raw, text);
}

/** Whether a heading or a note says that the first unit of a list leads. */
export function statesFirstLeads(text: string): boolean {
  return firstRule.test(withoutNoise(plain(text)));
}
