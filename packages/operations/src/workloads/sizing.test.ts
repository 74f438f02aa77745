import type { ContainerUse } from "@caravan/observability";
import { expect, test } from "vitest";
import { sizingAdvice } from "./sizing.ts";

const mebibytes = (count: number) => count * 2 ** 20;
const fits: ContainerUse = {
  namespace: "shop",
  workload: "order",
  container: "order",
  cpuRequest: 40,
  cpuUsed: 30,
  memoryRequest: mebibytes(96),
  memoryLimit: mebibytes(256),
  memoryUsed: mebibytes(90),
  memoryKills: 0,
};

test("a container that fits is left alone", () => expect(sizingAdvice(fits)).toBeUndefined());

test.each<[Partial<ContainerUse>, string]>([
  [{ memoryKills: 2 }, "killed for memory 2 times"],
  [{ memoryUsed: mebibytes(240) }, "close to its memory limit"],
  [{ memoryUsed: mebibytes(150) }, "more memory than it asks for"],
  [{ cpuUsed: 70 }, "more CPU than it asks for"],
  [{ memoryRequest: mebibytes(512) }, "twice the memory"],
  [{ cpuRequest: 500 }, "four times the CPU"],
])("%j is told", (change, says) => expect(sizingAdvice({ ...fits, ...change })).toContain(says));

test("what asks for nothing is not measured against it", () => {
  const { cpuRequest: _, memoryRequest: __, memoryLimit: ___, ...rest } = fits;
  expect(
    sizingAdvice({ ...rest, cpuRequest: undefined, memoryRequest: undefined, memoryLimit: undefined }),
  ).toBeUndefined();
});
