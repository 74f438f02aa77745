import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { questions } from "./kubernetes.ts";

const policy = readFileSync(
  join(import.meta.dirname, "../../../charts/service/templates/weights.yaml"),
  "utf8",
).replaceAll(/\s+/g, " ");

/** As CEL writes a list of texts. */
const listed = (command: readonly string[]): string =>
  `[${command.map((text) => (text.includes("'") ? `"${text}"` : `'${text}'`)).join(", ")}]`;

test("the admission policy lets the engine ask in pods what is asked here, to the letter, and nothing else", () => {
  for (const { command } of Object.values(questions))
    expect(policy).toContain(`object.command == ${listed(command)}`);
  expect(policy.split("object.command ==")).toHaveLength(Object.keys(questions).length + 1);
});
