/** Tests in two projects: `unit` needs no server and takes seconds; `system` has PostgreSQL, processes, stand-in platforms and thousands of questions. */
import { readFileSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineConfig } from 'vitest/config';
import { maxWaitMs } from './tests/setup/max-wait.ts';
import { SlowestFirst } from './tests/setup/sequencer.ts';

const system = [
  'tests/{bench,config,service,store,delivery}/**/*.test.ts',
  'tests/adapters/{contract,slack,web,wechat}/**/*.test.ts',
  'tests/adapters/installed.test.ts',
  'tests/{docs,walls}.test.ts',
  'tests/answer/{channels,fuzz,golden,mixed-writing,reload}.test.ts',
  'tests/answer/{plans,words}/*.test.ts',
  'tests/answer/read/*.test.ts',
  'tests/bot/{commands,crash,failover-store,plans,replicas,sanitize-message}.test.ts',
  'tests/cli/{ask,chat,deliveries,digest,doctor,launcher,questions,status,store,subscriptions}.test.ts',
  'tests/cli/packs/{check,check-golden,editions}.test.ts',
  'tests/knowledge/odd-files.test.ts',
  'tests/exports/exports.test.ts',
  'tests/commands/{commands,home,next-page}.test.ts',
];

/** In memory where there is room and programs may be run: half of the time of the tests of databases is spent waiting for a disk. */
function quickFolder(): string {
  const memory = '/dev/shm';
  try {
    const { bavail, bsize } = statfsSync(memory);
    const mount = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .find((line) => line.split(' ')[1] === memory);
    return mount && !/\bnoexec\b/.test(mount) && bavail * bsize > 4e9 ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** Everything that a test writes goes below this folder; it is to be empty at the end (tests/setup/leftovers.ts). */
const temporary = join(quickFolder(), `qinzhi-test-${process.pid}`);

/** As the launcher does it: without it each process that opens the database takes four times as long to start. */
const packageScope = `--import=${pathToFileURL(resolve('bin/package-scope.js')).href}`;

export default defineConfig(({ mode }) => ({
  test: {
    // A busy machine is no fault: a walk through all pages took over four minutes at a load of 17. What hangs is ended by its own waits.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: maxWaitMs, interval: 20 } },
    // Twice the two cores of a usual machine: half of the system's tests wait for timers and other processes.
    maxWorkers: 4,
    // With V8's own 16 MB a worker spends a fifth of its time collecting what is short-lived.
    // Node loads the sources as the program does; with Vite in between the tests took a fifth more, and nothing here needs its transforms.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    execArgv: [packageScope, '--max-semi-space-size=64'],
    env: {
      QINZHI_TEST_LONG: mode === 'long' ? '1' : '',
      TMPDIR: temporary,
      NODE_OPTIONS: packageScope,
      NODE_COMPILE_CACHE: resolve('node_modules/.cache/node-compile'),
    },
    globalSetup: ['tests/setup/leftovers.ts', 'tests/setup/packs.ts'],
    sequence: { sequencer: SlowestFirst },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/**/*.test.ts'], exclude: system, isolate: false },
      },
      {
        extends: true,
        test: { name: 'system', isolate: false, include: system, globalSetup: ['tests/setup/postgres.ts'] },
      },
    ],
  },
}));
