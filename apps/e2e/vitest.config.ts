import { defineConfig } from "vitest/config";

// Proofs break what they run on.
process.env.CARAVAN_TARGET ??= "embedded";

/** The proofs through the running mesh: one file at a time, since they share one shop, and in one process, which loads a module once. */
export default defineConfig({
  test: {
    include: ["src/proofs/**/*.test.ts"],
    globalSetup: ["src/harness/top-up.ts"],
    fileParallelism: false,
    isolate: false,
    // Of tests that are marked as independent.
    maxConcurrency: 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    sequence: { shuffle: false },
  },
});
