/** The numbered text as records: groups, measures with their steps, phases and guarantees, with units and dates. */
import type { Section, Span } from '../../../model/plan.ts';
import { type Assigned, deadlineFields, type Reading } from '../fields/assigned.ts';
import { findAssignments } from '../fields/assignment.ts';
import { findPeriod } from '../fields/period.ts';
import { finding } from '../text/findings.ts';
import { fold, joined, nothingAt, part, sample } from '../text/span.ts';
import type { Body, Draft } from './draft.ts';
import { readItem } from './item-reader.ts';
import { kindOf, placeWithin, statesAssignment, titleOf } from './item-text.ts';
import type { SectionKind } from './markers.ts';
import { type Node, type Outline, type Paragraph, paragraphsUnder } from './outline.ts';

interface Place {
  /** 附件1, or nothing for the main text. */
  annex: string;
  path: number[];
}

/** Points from here on are part of the text of what they stand in. */
const pointRank = 5;

class BodyReader {
  private readonly body: Body = { sections: [], drafts: [] };
  private readonly reading: Reading;
  private readonly place: Place;
  private readonly itemKind: 'task' | 'measure';
  /** Lines of tables that stand in the text. */
  private readonly tables: readonly number[];

  constructor(reading: Reading, place: Place, itemKind: 'task' | 'measure', tables: readonly number[]) {
    this.reading = reading;
    this.place = place;
    this.itemKind = itemKind;
    this.tables = tables;
  }

  read({ nodes }: Outline): Body {
    const sections = nodes.filter(({ rank }) => rank < 2);
    const loose = nodes.filter(({ rank }) => rank >= 2);
    if (loose.length) this.readItems(loose, 'measure', { numeral: '', path: [], section: undefined });
    const flat = !loose.length && sections.every((section) => !section.children.length);
    for (const section of sections) this.readSection(section, flat);
    return this.body;
  }

  private readSection(node: Node, flat: boolean): void {
    if (node.rank === 0 && node.children.some(({ rank }) => rank === 1)) {
      this.keepSection(node, node.paragraphs.slice(1));
      for (const child of node.children) this.readSection(child, flat);
      return;
    }
    const all = paragraphsUnder(node);
    const states = statesAssignment(all);
    const kind = kindOf(node, states);
    const itself = flat && states && !node.children.length;
    if (kind === 'frame' || (!node.children.length && !itself)) this.keepSection(node, all.slice(1));
    else if (itself)
      this.addItem(
        node,
        kind === 'phase' ? 'measure' : kind,
        this.placeOf(node.marker.printed),
        this.place.path,
        undefined,
      );
    else {
      const section = this.keepSection(node, node.paragraphs.slice(1));
      const path = [...this.place.path, node.marker.number];
      this.readItems(node.children, kind, { numeral: node.marker.printed, path, section });
    }
  }

  private keepSection(node: Node, paragraphs: readonly Paragraph[]): Section {
    const first = node.paragraphs[0]!;
    const title = titleOf(first.text);
    const section: Section = {
      place: this.placeOf(node.marker.form === 'chapter' ? `第${node.marker.printed}章` : node.marker.printed),
      title,
      paragraphs: paragraphs.map(({ whole }) => whole),
    };
    if (title.text !== first.text.text) section.paragraphs.unshift(first.text);
    this.body.sections.push(section);
    return section;
  }

  private placeOf(within: string): string {
    return this.place.annex ? `${this.place.annex} ${within}` : within;
  }

  private readItems(
    nodes: readonly Node[],
    kind: Exclude<SectionKind, 'frame'>,
    at: { numeral: string; path: number[]; section: Section | undefined },
  ): void {
    for (const node of nodes) {
      const place = this.placeOf(placeWithin(node, at.numeral));
      if (kind !== 'measure') {
        this.addPlain(node, kind, place, at.path, at.section);
        continue;
      }
      if (node.rank === 2 && node.children.some(({ rank }) => rank < pointRank))
        this.readGroup(node, place, at.path, at.section);
      else this.addItem(node, 'measure', place, at.path, at.section);
    }
  }

  /** （一）… with points below: a task with steps where it has units of its own, else a group of items. */
  private readGroup(node: Node, place: string, path: number[], section: Section | undefined): void {
    const { number } = node.marker;
    const own = statesAssignment(node.paragraphs);
    const steps = own || node.children.some(({ marker }) => marker.listed);
    if (steps) {
      const alone: Node = { ...node, children: [] };
      const parent = this.addItem(alone, 'measure', place, path, section);
      for (const child of node.children) this.addStep(child, parent, place, section);
      return;
    }
    const last = node.children.at(-1)!;
    const lastOnly = node.children.length > 1 && last.paragraphs.some(({ label }) => label);
    const others = node.children
      .slice(0, -1)
      .some((child) => paragraphsUnder(child).some((p) => p.label || findAssignments(p.raw).length));
    if (lastOnly && !others) {
      this.addItem(node, 'measure', place, path, section);
      return;
    }
    const [first, ...more] = node.paragraphs;
    const title = titleOf(first!.text);
    const text = more.reduce((sum, paragraph) => joined(sum, paragraph.whole), first!.text);
    this.body.drafts.push({ id: '', path, number, place, kind: 'group', title, text });
    for (const child of node.children)
      this.addItem(child, 'measure', `${place}${child.marker.printed}`, [...path, number], section, { number, title });
  }

  private keepRest(rest: readonly Paragraph[], section: Section | undefined, place: string): void {
    if (!rest.length) return;
    const into = section ?? this.looseSection(place, rest[0]!);
    into.paragraphs.push(...rest.map(({ whole }) => whole));
  }

  private looseSection(place: string, first: Paragraph): Section {
    const section: Section = { place, title: nothingAt(first.whole), paragraphs: [] };
    this.body.sections.push(section);
    return section;
  }

  private addItem(
    node: Node,
    kind: 'measure' | 'guarantee',
    place: string,
    path: number[],
    section: Section | undefined,
    group?: { number: number; title: Span },
  ): Draft {
    const { number } = node.marker;
    const { text, title, assigned, rest } = readItem(paragraphsUnder(node), this.tables, this.reading);
    this.keepRest(rest, section, place);
    const base = { id: '', path, number, place };
    const units = unitFields(assigned);
    const dates = deadlineFields(assigned.deadlines);
    let draft: Draft;
    if (kind === 'guarantee') draft = { ...base, kind, title, text, ...units, ...dates };
    else if (this.itemKind === 'task')
      draft = {
        ...base,
        kind: 'task',
        text,
        starred: node.paragraphs.some(({ raw }) => raw.includes('★')),
        ...(group ? { group: group.number } : {}),
        responsible: units.responsible ?? { cell: nothingAt(text), units: [] },
        ...(units.cooperating ? { cooperating: units.cooperating } : {}),
        ...(assigned.leader ? { leader: assigned.leader } : {}),
        ...dates,
        ...(group ? { section: group.title } : {}),
      };
    else
      draft = { ...base, kind: 'measure', ...(group ? { group: group.number } : {}), title, text, ...units, ...dates };
    this.body.drafts.push(draft);
    return draft;
  }

  private addStep(node: Node, parent: Draft, place: string, section: Section | undefined): void {
    const { number } = node.marker;
    const { text, title, assigned, rest } = readItem(paragraphsUnder(node), this.tables, this.reading);
    this.keepRest(rest, section, place);
    const draft: Draft = {
      id: '',
      path: [...parent.path, parent.number],
      parent: parent.place,
      number,
      place: `${place}${node.marker.printed}`,
      kind: 'measure',
      title,
      text,
      ...unitFields(assigned),
      ...deadlineFields(assigned.deadlines),
    };
    this.body.drafts.push(draft);
  }

  private addPlain(
    node: Node,
    kind: 'phase' | 'guarantee',
    place: string,
    path: number[],
    section: Section | undefined,
  ): void {
    if (kind === 'guarantee') {
      this.addItem(node, 'guarantee', place, path, section);
      return;
    }
    const { text, title, rest } = readItem(paragraphsUnder(node), this.tables, this.reading);
    const found = findPeriod(text.text, title.text);
    if (!found) {
      const { findings } = this.reading;
      findings.remarks.push(finding(text.lines[0], 'phase-without-period', { text: sample(text.text) }));
      this.keepRest([...paragraphsUnder(node)], section, place);
      return;
    }
    this.keepRest(rest, section, place);
    const { period, ...months } = found;
    this.body.drafts.push({
      id: '',
      path,
      number: node.marker.number,
      place,
      kind: 'phase',
      title,
      text,
      period: part(title, fold(period)),
      ...months,
    });
  }
}

function unitFields({ responsible, cooperating }: Assigned) {
  return { ...(responsible ? { responsible } : {}), ...(cooperating ? { cooperating } : {}) };
}

/**
 * Reads the numbered text of a document or an annex.
 * @param itemKind what its items are: tasks, or measures beside a table that has the tasks
 * @param tables first lines of the tables that were taken out of it
 */
export function readBody(
  outline: Outline,
  reading: Reading,
  options: { annex: string; path: number[]; itemKind: 'task' | 'measure'; tables: readonly number[] },
): Body {
  const { annex, path, itemKind, tables } = options;
  return new BodyReader(reading, { annex, path }, itemKind, tables).read(outline);
}
