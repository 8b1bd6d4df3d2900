/** Tests in two projects: `unit` needs no server, `system` has PostgreSQL, child processes and stand-in platforms. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './tests/setup/sequencer.ts';

const system = [
  'tests/{bench,config,service,store,delivery}/**/*.test.ts',
  'tests/adapters/{contract,slack,wechat}/**/*.test.ts',
  'tests/answer/fuzz.test.ts',
  'tests/bot/{commands,crash,failover-store,replicas}.test.ts',
  'tests/cli/{chat,deliveries,digest,launcher,questions,store,subscriptions}.test.ts',
  'tests/commands/{commands,next-page}.test.ts',
];

/** Everything that a test writes goes below this folder; it is to be empty at the end (tests/setup/leftovers.ts). */
const temporary = join(tmpdir(), `qinzhi-test-${process.pid}`);

export default defineConfig({
  test: {
    // A busy machine is no fault: a test that hangs is ended by its own waits.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Half of the system's tests wait for timers and other processes.
    maxWorkers: 3,
    env: { TMPDIR: temporary },
    globalSetup: ['tests/setup/leftovers.ts'],
    sequence: { sequencer: SlowestFirst },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/**/*.test.ts'], exclude: system, isolate: false },
      },
      {
        extends: true,
        test: { name: 'system', include: system, globalSetup: ['tests/setup/postgres.ts'] },
      },
    ],
  },
});
