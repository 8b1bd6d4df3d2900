/** Order of the test files: those that take longest begin first, so that no worker is left with one of them at the end. */
import { relative } from 'node:path';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** Slowest first. Files that are not listed follow, in vitest's own order: the longest of the last run first. */
const slowest = [
  'tests/store/postgres/private-server.test.ts',
  'tests/adapters/web/pages.test.ts',
  'tests/answer/plans/imported.test.ts',
  'tests/service/webhook.test.ts',
  'tests/cli/launcher.test.ts',
  'tests/store/explain-error.test.ts',
  'tests/answer/golden.test.ts',
  'tests/answer/words/words.test.ts',
  'tests/answer/fuzz.test.ts',
  'tests/bot/crash.test.ts',
  'tests/service/slack.test.ts',
  'tests/delivery/sending/attempt.test.ts',
  'tests/service/service.test.ts',
  'tests/service/wechat.test.ts',
  'tests/bot/replicas.test.ts',
  'tests/store/backup/backup.test.ts',
  'tests/adapters/contract/same-words.test.ts',
  'tests/commands/commands.test.ts',
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
