import { defineConfig } from "vitest/config";

/** Test files that change what their process shares: environment, signals, the global tracer. */
const ownProcess = [
  "packages/service-kit/src/open-metrics.test.ts",
  "packages/service-kit/src/telemetry.test.ts",
  "packages/tracing/src/**/*.test.ts",
  "apps/*/src/order-trace.test.ts",
];

/**
 * Unit tests: everything beside the source, and the tests across releases. The journeys through the running mesh have a config of
 * their own in apps/e2e.
 *
 * Files share one process, where a module is loaded once: a process for each takes three times as long. So a file leaves nothing
 * behind, and helpers register hooks within functions that each file calls.
 */
export default defineConfig({
  test: {
    exclude: ["apps/e2e/src/!(releases)/**", "**/node_modules/**"],
    // Many wait on programs that they run. Vitest's own choice leaves a core free, of two only one.
    maxWorkers: "100%",
    testTimeout: 30_000,
    hookTimeout: 120_000,
    env: { LOG_LEVEL: "fatal" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          isolate: false,
          include: [
            "apps/*/src/**/*.test.ts",
            "packages/*/src/**/*.test.ts",
            "packages/scaffold/template/src/**/*.test.ts",
            "toolchain/src/**/*.test.ts",
            "tools/*/src/**/*.test.ts",
          ],
          exclude: ownProcess,
        },
      },
      { extends: true, test: { name: "own process", include: ownProcess } },
    ],
  },
});
