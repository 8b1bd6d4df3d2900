/** RESULTS.md: the tables, the machine, how to read them, and what is worse than a peer. */
import { folds } from '../ablation.ts';
import { type Everything, machine, yardstick } from './sections.ts';
import { worse } from './weaknesses.ts';

export interface Tables {
  accuracy: string;
  withoutPhrasings: string;
  start: string;
  resident: string;
  growth: string;
  ratios: string;
}

export function report(tables: Tables, everything: Everything, quick: boolean): string {
  const said = worse(everything).map((line) => `- ${line}`);
  return `# Results

Written by \`npm run bench\`${quick ? ' with `--quick`: without the pack of 1,000×' : ''}. ${machine()}

Everything but the times and the memory is the same in every run. Read the ratios: they come from one run on one machine, so
that what slows one slows the other. The yardstick is "${yardstick}", given the phrasings.

## Worse than a peer

${said.length ? said.join('\n') : 'Nothing that is measured here.'}

## The right record, and the time per question

The golden questions that have one right record (or one of several), in one turn. Percentages: the right record comes first;
"in first 3": it is among the first three (this assistant mostly states one record, and offers no second guess). This assistant gets no credit for asking back or for saying that the plan does not
say it. It takes the time of its whole reply, a card with wording and citations; a peer that of its list of ids. Refusals,
lists and dialogues are left out: no peer has an answer to them.

Every record is one document: place and title, its text with deadline or target, its units. "+ phrasings" adds all of the
record's phrasings from the pack as one field (a channel's go to its first record). "As it comes" is an index without any
option. The other peers are set up for Chinese with what their documentation offers, and the set-up was chosen on these very
questions, in the peers' favour. This assistant's thresholds and common words were set on them too, after a first
look, so its own rates are not those of questions never seen (README, Accuracy). They get none of the pack's lexicon, unit names or notes; this assistant has them in both of
its rows. Before the clock runs, each contender hears the turns of the golden dialogues.

${tables.accuracy}

## Phrasings dropped in turn

What is left when nobody has written down how people ask for a record? The records are dealt into ${folds} folds, and each
question belongs to the fold of its first right record. For each fold the index is built anew without the phrasings of every
right record of its questions (and of the service points that stand on one), and only those questions are asked. So about a tenth of the records is without phrasings at
once, not a single one. "With": the same questions, nothing dropped.

${tables.withoutPhrasings}

## Start

A cold process to its first answer, in turns with \`node -e 0\`; medians of 15 after one turn that fills the compile cache.

${tables.start}

## Memory

Growth of resident memory from the loaded pack to an index that has answered once; each in a process of its own, medians of
3. The peers' libraries are loaded before the count starts, this assistant's code is loaded within it.

${tables.resident}

## Growth

The pack and as many generated tasks as make it 10, 100 and 1,000 times as large: things, places, aims and verbs recombined
without repeating a combination, amounts, 480 units, deadlines over three years, three phrasings each. Each size and each
contender has a process of its own. "Lookup" asks for generated tasks in words that the pack does not have; "golden lookup"
asks the golden questions amid the generated ones; "unit filter" asks for all that one unit leads, and only the exact set
counts; "row number" asks by the number of a row. MiniSearch is told the unit and the number by its caller (a filter over all
documents; a search in one field), this assistant reads them out of the sentence. In brackets: p95, and the share of right
answers of those asked. Where 200 questions would take longer than a minute, fewer are asked.

${tables.growth}

${tables.ratios}
`;
}
