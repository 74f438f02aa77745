import { defineConfig } from "vitest/config";

/**
 * Unit tests: everything beside the source, and the tests across releases. The journeys through the running mesh have a config of
 * their own in apps/e2e.
 */
export default defineConfig({
  test: {
    include: [
      "apps/*/src/**/*.test.ts",
      "packages/*/src/**/*.test.ts",
      "packages/scaffold/template/src/**/*.test.ts",
      "toolchain/src/**/*.test.ts",
      "tools/*/src/**/*.test.ts",
    ],
    exclude: ["apps/e2e/src/!(releases)/**", "**/node_modules/**"],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    env: { LOG_LEVEL: "fatal" },
  },
});
