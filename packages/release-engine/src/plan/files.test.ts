import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { toJsonSchema } from "@valibot/to-json-schema";
import { expect, test } from "vitest";
import { readPlan } from "./lint.ts";
import { PlanFile } from "./plan-file.ts";

const folder = fileURLToPath(new URL("../../../../deploy/releases", import.meta.url));

test("editors know what a plan may say (`vitest --update=all` writes it)", async () => {
  const schema = toJsonSchema(PlanFile, { typeMode: "input", errorMode: "ignore", target: "draft-2020-12" });
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot(
    join(folder, "plan.schema.json"),
  );
});

test.each(globSync(join(folder, "*.yaml")).map((file) => [basename(file, ".yaml"), file]))(
  "the plan of %s has no fault",
  (service, file) => expect(readPlan(readFileSync(file, "utf8"), { service }).faults).toEqual([]),
);
