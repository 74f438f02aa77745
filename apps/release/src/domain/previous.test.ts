import { Refusal } from "@caravan/contracts";
import { expect, test } from "vitest";
import { requirePrevious } from "./previous.ts";

const digest = `sha256:${"a".repeat(64)}`;
const other = `sha256:${"b".repeat(64)}`;
const refusalOf = (previous: string, ...running: [image: string, digest: string][]): string => {
  try {
    requirePrevious(
      "order",
      previous,
      running.map(([image, of]) => ({ image, digest: of })),
    );
    return "";
  } catch (error) {
    return error instanceof Refusal ? `${error.code}: ${error.detail}` : String(error);
  }
};

test.each<[string, [string, string][]]>([
  ["r.example/order:1", [["r.example/order:1", digest]]],
  [`r.example/order@${digest}`, [["r.example/order:1", digest]]],
  [
    `r.example/order@${digest}`,
    [
      [`r.example/order@${digest}`, ""],
      ["r.example/order:1", digest],
    ],
  ],
])("%s is what serves", (previous, running) => expect(refusalOf(previous, ...running)).toBe(""));

test("what is said to serve and does not is refused, and it says what serves", () => {
  const said = refusalOf("r.example/order:0", ["r.example/order:1", digest]);
  expect(said).toMatch(/^previous-differs: /);
  expect(said).toContain("v1 of order runs r.example/order:1");
  expect(said).toContain("r.example/order:0");
  expect(refusalOf(`r.example/order@${other}`, ["r.example/order:1", digest])).toContain("r.example/order:1");
});

test("while v1 runs two images, or has no pod, no release can know where its way back leads", () => {
  expect(refusalOf("order:1", ["order:1", digest], ["order:2", other])).toContain("order:1 and order:2");
  expect(refusalOf("order:1")).toContain("v1 of order has no pod");
});
