import { cohortHeader, cohortOf } from "@caravan/contracts";
import { type Cohorts, moveWeight } from "@caravan/mesh";
import { openTraffic } from "@caravan/operations/weights";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../harness/browser.ts";
import { handledEvents } from "../harness/handled-events.ts";
import { caravan, kube } from "../harness/shop.ts";
import { buy, newShopper, paid, reached, type Shopper, servedBy, staffMember } from "../harness/shopper.ts";

const topic = "payment.authorised.v1";
const each: Cohorts = { first: [], customers: true };
let shoppers: Shopper[];
beforeAll(async () => {
  await caravan("canary", "order");
  shoppers = await Promise.all(Array.from({ length: 40 }, () => newShopper()));
});
afterAll(async () => {
  await caravan("canary", "order", "--off");
});

const weigh = async (weight: number, cohorts: Cohorts): Promise<void> => {
  const move = await moveWeight(openTraffic(await kube()), "order", weight, { cohorts });
  if (move.outcome !== "moved") throw new Error(`the weight was not moved: ${move.outcome}`);
  expect(move.stages.flatMap(({ behind }) => behind)).toEqual([]);
};

/** The version of order that answers: to the API, and to the pages, which call it from inside. */
const versionsFor = async (shopper: Shopper, headers: Record<string, string> = {}): Promise<Set<string>> => {
  const browser = await openBrowser({ accessToken: shopper.session.accessToken });
  const versions = new Set<string>();
  for (let i = 0; i < 5; i++) {
    const replies = [await shopper.send("GET", "/v1/orders", { headers }), await browser.get("/orders")];
    for (const reply of replies)
      versions.add(servedBy(reply).order ?? `${reply.status} ${reply.text.slice(0, 100)}`);
  }
  return versions;
};

/** Which shoppers have v2; every one of them has one version. */
const onV2 = async (): Promise<Set<Shopper>> => {
  const found = await Promise.all(shoppers.map(async (one) => [one, [...(await versionsFor(one))]] as const));
  for (const [shopper, versions] of found)
    expect(
      ["v1", "v2"].map((version) => [version]),
      cohortOf(shopper.session.subject),
    ).toContainEqual(versions);
  return new Set(found.flatMap(([shopper, [version]]) => (version === "v2" ? [shopper] : [])));
};

const handled = async () => [
  await handledEvents("order", "v1", topic),
  await handledEvents("order", "v2", topic),
];

describe("a customer's requests", () => {
  it("all get one version, pages, API and events alike, and others get the other one", async () => {
    await weigh(500, each);
    const v2 = await onV2();
    console.log(`weight 500/1000: ${v2.size} of ${shoppers.length} shoppers have v2`);
    expect(v2.size).toBeGreaterThan(5);
    expect(v2.size).toBeLessThan(35);
    for (const [version, some] of [
      ["v2", [...v2].slice(0, 3)],
      ["v1", shoppers.filter((shopper) => !v2.has(shopper)).slice(0, 3)],
    ] as const) {
      const before = await handled();
      for (const shopper of some)
        for (let i = 0; i < 3; i++) await reached(shopper, (await buy(shopper, "CAR-0006")).id, ...paid);
      const after = await handled();
      const grown = after.map((count, i) => count - (before[i] ?? 0));
      expect(grown, version).toEqual(version === "v1" ? [9, 0] : [0, 9]);
    }
  });
  it("stay with v2 while its weight grows", async () => {
    await weigh(200, each);
    let before = await onV2();
    for (const weight of [300, 600, 900]) {
      await weigh(weight, each);
      const now = await onV2();
      expect([...before].filter((shopper) => !now.has(shopper))).toEqual([]);
      before = now;
    }
  });
  it("choose no version by what they send", async () => {
    await weigh(500, each);
    const v2 = await onV2();
    const [one] = [...v2];
    const other = shoppers.find((shopper) => !v2.has(shopper));
    if (!one || !other) throw new Error("all shoppers have one version");
    const foreign = cohortOf(one.session.subject);
    for (const headers of [
      { [cohortHeader]: foreign },
      { "x-caravan-bucket": foreign },
      { "x-release-cohort": "staff" },
    ])
      expect([...(await versionsFor(other, headers))], JSON.stringify(headers)).toEqual(["v1"]);
  });
  it("get v2 first when they are staff, and testers when they ask for it", async () => {
    await weigh(1, { first: ["staff", "testers"], customers: true });
    const staff = await staffMember();
    const asks = async (headers: Record<string, string>) =>
      servedBy(await staff.send("GET", "/v1/orders", { headers })).order;
    for (let i = 0; i < 5; i++) {
      expect(await asks({})).toBe("v2");
      expect(await asks({ "x-release-cohort": "testers" })).toBe("v2");
    }
    const before = await handled();
    for (let i = 0; i < 3; i++) await reached(staff, (await buy(staff, "CAR-0006")).id, ...paid);
    const after = await handled();
    expect(
      after.map((count, i) => count - (before[i] ?? 0)),
      "events",
    ).toEqual([0, 3]);
  });
  it("get v1 again at once when the weight is taken back", async () => {
    await weigh(0, each);
    expect((await onV2()).size).toBe(0);
    const staff = await staffMember();
    expect(servedBy(await staff.send("GET", "/v1/orders")).order).toBe("v1");
  });
});
