import { defineConfig } from 'vitest/config';

// What would be published, judged from outside: run by `npm run pack:check` after a build, not by `npm test`.
export default defineConfig({
  test: {
    include: ['test/package/*.check.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 240_000,
    reporters: ['default', ['json', { outputFile: 'temp/test-results/package.json' }]],
  },
});
