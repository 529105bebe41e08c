import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,packages,scripts,bench}/**/*.test.ts'],
    // Processes: tests start servers and worker threads, and send signals.
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 90_000,
    // What a test starts must be over when it ends.
    teardownTimeout: 10_000,
  },
});
