/** Golden questions as examples to learn from: the features of each, and the kinds of answer that are right for it. */
import { basename, join, resolve } from 'node:path';
import { renderText } from '../adapters/shared/plain-text.ts';
import { type Analysis, analyse } from '../src/answer/analyse/analysis.ts';
import { type Features, featuresOf } from '../src/answer/choose/features.ts';
import { possibleRoutes } from '../src/answer/choose/possible.ts';
import type { Route } from '../src/answer/choose/routes.ts';
import { handlers } from '../src/answer/respond.ts';
import type { AnswerContext } from '../src/answer/response.ts';
import { type GoldenQuestion, judge, readGolden } from '../src/knowledge/golden.ts';
import { loadPack } from '../src/knowledge/load.ts';
import type { Fault } from '../src/model/fault.ts';
import type { KnowledgePack } from '../src/model/pack/pack.ts';
import { asker } from './asking.ts';

const root = resolve(import.meta.dirname, '..');

export interface RouteExample {
  set: string;
  id: string;
  text: string;
  features: Features;
  possible: ReadonlySet<Route>;
  /** Routes whose answer is right. */
  right: ReadonlySet<Route>;
}

/** A question back that offers the right records is no wrong answer, but none to learn from either. */
function rightRoutes(context: AnswerContext, analysis: Analysis, golden: GoldenQuestion): Set<Route> {
  const right = new Set<Route>();
  for (const route of possibleRoutes(analysis, context.engine.pack)) {
    const response = handlers[route](context, analysis);
    if (!response) continue;
    const reply = { kind: response.outcome, records: response.records, text: renderText(response.card) };
    if (judge(golden.expected, reply).right) right.add(route);
  }
  return right;
}

/** The pack as it was on the day of its import: records, units and places, nothing that was written by hand afterwards. */
const asImported = (pack: KnowledgePack): KnowledgePack => ({
  ...pack,
  phrasings: [],
  needs: { facets: [], needs: [] },
  servicePoints: [],
  concepts: [],
  groupNames: {},
  duties: [],
  notes: [],
});

export function routeExamples(files: readonly string[], fresh: boolean): RouteExample[] {
  const curated = loadPack(join(root, 'knowledge/xian-ip'));
  const pack = fresh ? asImported(curated) : curated;
  const ask = asker(pack);
  const faults: Fault[] = [];
  return files.flatMap((file) =>
    readGolden(file, pack.facts.timeZone, faults)
      .filter(({ id }) => !id.includes('/'))
      .map((golden) => {
        const asking = ask(golden.question.text, golden.question.at);
        const analysis = analyse(asking);
        return {
          set: basename(file, '.jsonl'),
          id: golden.id,
          text: asking.asked.text,
          features: featuresOf(analysis, pack),
          possible: possibleRoutes(analysis, pack),
          right: rightRoutes(asking, analysis, golden),
        };
      }),
  );
}
