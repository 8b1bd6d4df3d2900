/** Fits the weights that choose how a turn of a dialogue goes on: `npm run train:turns [-- --folds] [--show]`; the same files give the same weights. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { turnWeightsFile } from '../src/answer/dialogue/choose/choose-turn.ts';
import { heldOut, report } from './choice-report.ts';
import { type ChoiceExample, FeatureColumns, fitChoice, rowOf } from './learned/choice.ts';
import { readTurnExamples, type TurnExample } from './turn-examples.ts';

/** The penalty was chosen by fitting on all rounds but one in turn. */
const options = { c: 1, minCount: 3, iterations: 150, least: 0.02 };

const { values } = parseArgs({
  options: {
    /** Every round fitted without itself; writes nothing. */
    folds: { type: 'boolean', default: false },
    show: { type: 'boolean', default: false },
  },
});

type Example = Omit<TurnExample, 'features'> & ChoiceExample;

const columns = new FeatureColumns();
const examples = readTurnExamples().map(
  ({ features, ...rest }): Example => ({ ...rest, rows: features.map((own) => rowOf(own, columns)) }),
);
const fitted = (some: readonly Example[]) => fitChoice(some, columns, options);
const show = ({ id, text, ways, right }: Example, taken: number) => {
  const meant = ways.flatMap((names, at) => (right[at] ? [names.join(' ')] : [])).join(' / ');
  console.log(`${id}\t${text}\t${ways[taken]!.join(' ')}, right: ${meant || '-'}`);
};
const told = values.show ? show : () => {};

if (values.folds) {
  for (const { examples: own, weights } of heldOut(examples, fitted))
    for (const line of report(own, columns, weights, told)) console.log(line);
} else {
  const weights = fitted(examples);
  for (const line of report(examples, columns, weights, told)) console.log(line);
  writeFileSync(turnWeightsFile, `${JSON.stringify(weights, null, 2)}\n`);
}
