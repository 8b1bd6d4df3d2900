/** A process that uses the store of a data directory until its standard input ends. */
import { openStore } from '../../src/store/open.ts';

const [data] = process.argv.slice(2);
const store = await openStore(
  { databaseUrl: undefined, data: data!, retention: { questions: 1, deliveries: 1, audit: 1 } },
  () => {},
);
process.stdout.write('open\n');
for await (const line of process.stdin) await store.pool.query(String(line));
await store.close();
