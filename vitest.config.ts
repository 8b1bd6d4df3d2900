/** Tests: every file under tests/, in Node, with no global names. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['tests/**/*.test.ts'], testTimeout: 30_000 },
});
