import { BusyElsewhere } from "@caravan/cluster";
import type { Release } from "@caravan/contracts";
import { expect, test } from "vitest";
import type { StaffApi } from "../staff/index.ts";
import { type Deploy, followRelease } from "./follow-release.ts";

const waiting = {
  ...{ id: "rel_1", service: "order", revision: 1, stopped: null, endedAt: null },
  task: { number: 4, do: "run migration" },
} as unknown as Release;
const ended = { ...waiting, revision: 2, task: null, endedAt: "2026-11-29T10:00:00Z" };

/** A release manager whose release ends with the first answer; what it was answered. */
const manager = () => {
  const answers: unknown[] = [];
  const state = { now: waiting };
  const api = {
    call: async (route: { id: string }, { body }: { body?: unknown }) => {
      if (route.id === "getRelease") {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return state.now;
      }
      answers.push(body);
      state.now = ended;
      return { counts: true, explanation: "" };
    },
  } as unknown as StaffApi;
  return { api, answers, state };
};
const follow = async (api: StaffApi, deploy: Deploy) => {
  const told: string[] = [];
  await followRelease(api, waiting, {
    ...{ deploy, report: () => {}, signal: new AbortController().signal },
    ...{ tell: (words: string) => told.push(words), busySeconds: 0.005 },
  });
  return told;
};

test("while another process does what the release waits for, a deployer waits, says so once, and fails nothing", async () => {
  const { api, answers } = manager();
  let tries = 0;
  const told = await follow(api, async () => {
    tries += 1;
    if (tries < 4) throw new BusyElsewhere("Another process runs migrations of order.");
  });
  expect(told).toEqual(["Another process runs migrations of order. This one waits for it."]);
  expect(answers).toEqual([{ outcome: "done" }]);
});

test("what another process has done meanwhile is neither done again nor answered", async () => {
  const { api, answers, state } = manager();
  let tries = 0;
  await follow(api, async () => {
    tries += 1;
    state.now = ended;
    throw new BusyElsewhere("Another process runs migrations of order.");
  });
  expect([answers, tries]).toEqual([[], 1]);
});

test.each([
  [
    "what nothing is known about",
    new Error("Error: Kubernetes cluster unreachable: dial tcp 10.0.0.1:6443: connect: connection refused"),
    "unknown",
  ],
  ["what failed", new Error("the image cannot be pulled"), "failed"],
  ["a version that does not listen", new Error("Readiness probe failed: connection refused"), "failed"],
])("%s is answered as such, with why", async (_, error, outcome) => {
  const { api, answers } = manager();
  await follow(api, () => Promise.reject(error));
  expect(answers).toEqual([{ outcome, reason: error.message }]);
});
