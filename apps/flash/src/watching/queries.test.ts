import type { EventStream } from "@caravan/service-kit";
import { expect, it } from "vitest";
import type { Sale } from "../domain/sale.ts";
import { isWorthTelling } from "./line.ts";
import { openWatching } from "./open-watching.ts";

const sale: Sale = {
  ...{ id: "sal_1", sku: "CAR-0001", priceCents: 100, pieces: 1, perShopper: 1, audience: "everyone" },
  ...{ opensAt: new Date(0), endsAt: new Date(Date.now() + 3_600_000), line: 9, paySeconds: 60, shards: 1 },
  ...{ lotMilliseconds: 0, difficulty: 0, perAddress: 9, phase: "running", epoch: 1 },
  ...{ allotmentId: "alm_1", allotmentAskedAt: null, endedAt: null },
  ...{ sold: 0, seed: "a seed", tokenKey: "a key", rebuildNeeded: false, createdAt: new Date(0) },
};

/** Watching over fakes that note what they are asked. */
const open = () => {
  const asked: string[] = [];
  const note = <T>(what: string, answer: T): T => {
    asked.push(what);
    return answer;
  };
  const watching = openWatching({
    currentSale: async () => sale,
    entries: { shoppersOf: async () => [] },
    tickets: { newestOf: async () => undefined },
    watched: {
      now: async () => note("now", new Date()),
      changed: async () => note("changed", []),
      line: async () => note("line", new Float64Array()),
    },
    ...{ now: () => new Date(), mostStreams: 1_000, onCount: () => {} },
  });
  const follow = async (subject: string) => {
    const sent: Uint8Array[] = [];
    const stream: EventStream = await watching.watch("sal_1", { subject });
    stream.begin({ send: (chunk) => void sent.push(chunk), end: () => {} });
    return sent;
  };
  return { watching, asked, follow };
};

it("asks the same for a thousand who watch as for one, and nothing when no one does", async () => {
  const { watching, asked, follow } = open();
  await watching.look();
  expect(asked).toEqual([]);
  for (let i = 0; i < 1_000; i += 1) await follow(`gst_${i}`);
  expect(asked).toEqual(["line"]);
  for (let i = 0; i < 3; i += 1) await watching.look();
  expect(asked).toEqual(["line", "now", "changed", "now", "changed", "now", "changed"]);
});

it("encodes what is the same for all once", async () => {
  const { watching, follow } = open();
  const [one = [], other = []] = [await follow("gst_1"), await follow("gst_2")];
  Object.assign(sale, { phase: "paused" });
  await watching.look();
  expect(one).toHaveLength(3);
  expect(one[2]).toBe(other[2]);
});

it("tells a place far back only when it is nearer by a twentieth", () => {
  expect([isWorthTelling(2_000, 1_950), isWorthTelling(2_000, 1_900)]).toEqual([false, true]);
  expect([isWorthTelling(100, 99), isWorthTelling(5, 5)]).toEqual([true, false]);
});
