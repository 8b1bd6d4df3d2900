/** A process that waits for a hold and says when it has it. */

import { hold } from '../../src/store/leader-lock.ts';
import { openStore } from '../../src/store/open.ts';

const [databaseUrl, name] = process.argv.slice(2);
const keep = { questions: 1, deliveries: 1, audit: 1 };
const store = await openStore({ databaseUrl: databaseUrl!, data: '', keep }, () => {});
hold({
  store,
  name: name!,
  taken: () => process.stdout.write('taken\n'),
  lost: async () => void process.stdout.write('lost\n'),
  note: (line) => process.stderr.write(`${line}\n`),
});
