/** Fits the weights that choose the answer to a question: `npm run train:answers [-- --fresh] [--folds] [--show] [--dry]`; the same files give the same weights. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { weightFiles } from '../src/answer/choose/choose-answer.ts';
import { type AnswerExample, readAnswerExamples } from './answer-examples.ts';
import { heldOut, report } from './choice-report.ts';
import { FeatureColumns, fitChoice } from './learned/choice.ts';

/** The penalty was chosen by fitting on all rounds but one in turn. */
const options = { c: 0.5, minCount: 4, iterations: 200, least: 0.02 };

const { values } = parseArgs({
  options: {
    /** For packs without phrasings, whose search finds less. */
    fresh: { type: 'boolean', default: false },
    /** Every round fitted without itself; writes nothing. */
    folds: { type: 'boolean', default: false },
    show: { type: 'boolean', default: false },
    /** Writes nothing. */
    dry: { type: 'boolean', default: false },
  },
});

const columns = new FeatureColumns();
const examples = readAnswerExamples(columns, values.fresh);
const fitted = (some: readonly AnswerExample[]) => fitChoice(some, columns, options);
const show = ({ id, text, candidates, right }: AnswerExample, taken: number) => {
  const meant = candidates.flatMap((name, at) => (right[at] ? [name] : [])).join(' / ');
  console.log(`${id}\t${text}\t${candidates[taken]}, right: ${meant || '-'}`);
};
const told = values.show ? show : () => {};

if (values.folds) {
  for (const { examples: own, weights } of heldOut(examples, fitted))
    for (const line of report(own, columns, weights, told)) console.log(line);
} else {
  const weights = fitted(examples);
  for (const line of report(examples, columns, weights, told)) console.log(line);
  const file = new URL(`../src/answer/choose/${weightFiles[values.fresh ? 'fresh' : 'phrased']}`, import.meta.url);
  if (!values.dry) writeFileSync(file, `${JSON.stringify(weights, null, 2)}\n`);
}
