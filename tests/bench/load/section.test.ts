/** The section of the load program stays where it stands in RESULTS.md. */
import { expect, it } from 'vitest';
import { sectionIn, withSection } from '../../../bench/load/section.ts';

it('is added at the end, replaced in its place, and found again', () => {
  const added = withSection('# Results\n\n## Start\n\nfast\n', 'first $& figures');
  expect(added).toBe('# Results\n\n## Start\n\nfast\n\n## Load over HTTP\n\nfirst $& figures\n');
  expect(sectionIn(added)).toBe('## Load over HTTP\n\nfirst $& figures\n');
  const followed = `${added}\n## Growth\n\nslow\n`;
  expect(withSection(followed, 'others')).toBe(
    '# Results\n\n## Start\n\nfast\n\n## Load over HTTP\n\nothers\n\n## Growth\n\nslow\n',
  );
  expect(sectionIn('# Results\n')).toBe('');
});
