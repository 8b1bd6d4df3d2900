/** A process that waits for a hold and says when it has it. */

import { holdLeaderLock } from '../../src/store/leader-lock.ts';
import { openStore } from '../../src/store/open.ts';

const [databaseUrl, name] = process.argv.slice(2);
const keep = { questions: 1, deliveries: 1, audit: 1 };
const store = await openStore({ databaseUrl: databaseUrl!, data: '', retention: keep }, () => {});
holdLeaderLock({
  store,
  name: name!,
  onAcquired: () => process.stdout.write('taken\n'),
  onLost: async () => void process.stdout.write('lost\n'),
  warn: (line) => process.stderr.write(`${line}\n`),
});
