import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "@caravan/toolchain";
import { expect, it } from "vitest";
import { stringify } from "yaml";
import { allAlerts, ruleFiles } from "./index.ts";
import { runbookOf } from "./rule.ts";

it.each(Object.entries(ruleFiles))(
  "the chart has the rules of %s as this package defines them (`vitest --update` writes them)",
  (name, file) =>
    expect(
      `# Written by packages/observability: vitest run packages/observability --update\n${stringify(file, { lineWidth: 0 })}`,
    ).toMatchFileSnapshot(join(checkout, `charts/observability/rules/${name}.yml`)),
);

it.each([...new Set(allAlerts.map(({ name }) => name))])("%s has a runbook", (name) => {
  expect(existsSync(join(checkout, `docs/runbooks/${runbookOf(name)}.md`))).toBe(true);
});
