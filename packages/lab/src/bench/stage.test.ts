import { connectKube } from "@caravan/cluster";
import { expect, test } from "vitest";
import { type Stage, stageWithin } from "./stage.ts";

const stageOf = (): Stage & { end: () => Promise<void> } => {
  const kube = connectKube({ kubeconfig: "/nowhere", binDirs: [], helmHome: "/nowhere" });
  const undos: Parameters<Stage["atTheEnd"]>[0][] = [];
  return {
    ...{ kube, addresses: Object.create(null), signal: new AbortController().signal, sources: () => [] },
    ...{ meter: () => Promise.reject(new Error("there is none")), note: () => {} },
    atTheEnd: (undo) => undos.push(undo),
    end: async () => {
      for (const undo of undos.reverse()) await undo(kube);
    },
  };
};

test("a part of a benchmark is cleaned up before the next one, last things first, and not a second time", async () => {
  const stage = stageOf();
  const done: string[] = [];
  await stageWithin(stage, async ({ atTheEnd }) => {
    for (const name of ["first", "second"]) atTheEnd(async () => done.push(name));
  });
  expect(done).toEqual(["second", "first"]);
  await stage.end();
  expect(done).toHaveLength(2);
});

test("a part that fails is cleaned up with the whole", async () => {
  const stage = stageOf();
  const done: string[] = [];
  const part = stageWithin(stage, async ({ atTheEnd }) => {
    atTheEnd(async () => done.push("undone"));
    throw new Error("no reply");
  });
  await expect(part).rejects.toThrow("no reply");
  await stage.end();
  expect(done).toEqual(["undone"]);
});
