/** Order of the test files: those that take longest begin first, waiting ones among those that reckon, so that no core and no worker is left over at the end. */
import { relative } from 'node:path';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** Slowest first; the first waits for the next minute. Files that are not listed follow, in vitest's own order: the longest of the last run first. */
const slowest = [
  'tests/service/robot.test.ts',
  'tests/service/webhook.test.ts',
  'tests/adapters/web/pages.test.ts',
  'tests/answer/golden.test.ts',
  'tests/store/postgres/private-server.test.ts',
  'tests/answer/plans/imported.test.ts',
  'tests/cli/launcher.test.ts',
  'tests/service/service.test.ts',
  'tests/answer/words/words.test.ts',
  'tests/service/page.test.ts',
  'tests/delivery/door-runner.test.ts',
  'tests/service/wechat.test.ts',
  'tests/service/slack.test.ts',
  'tests/adapters/contract/same-words.test.ts',
  'tests/bot/crash.test.ts',
  'tests/bot/replicas.test.ts',
  'tests/adapters/web/admin.test.ts',
  'tests/store/backup/backup.test.ts',
  'tests/answer/fuzz.test.ts',
  'tests/answer/read/grammar.test.ts',
  'tests/store/explain-error.test.ts',
  'tests/delivery/sending/attempt.test.ts',
  'tests/adapters/contract/same-commands.test.ts',
  'tests/service/compiled-packs.test.ts',
];

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = slowest.indexOf(relative(this.ctx.config.root, moduleId));
      return at < 0 ? slowest.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
