/** Tests: every file under tests/, in Node, with no global names, on a PostgreSQL that is started for the run. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: ['tests/setup/postgres.ts'],
  },
});
