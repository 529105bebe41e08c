import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,packages,scripts,bench}/**/*.test.ts'],
    // Processes, not threads: they cost a tenth more, and what one test does to its process harms no other.
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 90_000,
    teardownTimeout: 10_000,
  },
});
