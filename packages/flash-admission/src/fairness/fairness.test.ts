import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { commitTo, drawOrder, verifyDraw } from "./lot.ts";
import { checkPageToken, issuePageToken } from "./page-token.ts";
import { gatherByTick } from "./tick.ts";
import { proofOfWork, solveWork } from "./work.ts";

const named = (shopper: string) => ({ shopper });

it("the order within a tick does not depend on who was first, and many clicks are one lot", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string(), { maxLength: 20 }),
      fc.string(),
      fc.nat(),
      (shoppers, seed, tick) => {
        const order = drawOrder(seed, tick, shoppers.map(named));
        const clicked = [...shoppers, ...shoppers].reverse().map(named);
        const names = drawOrder(seed, tick, clicked).map(({ shopper }) => shopper);
        expect([...new Set(names)].map(named)).toEqual(order);
      },
    ),
  );
});

it("each shopper is first about as often as any other", () => {
  const firsts = new Map<string, number>();
  const shoppers = ["a", "b", "c", "d"].map(named);
  for (let tick = 0; tick < 4000; tick++) {
    const first = drawOrder("seed", tick, shoppers)[0]?.shopper ?? "";
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
  }
  for (const times of firsts.values()) expect(Math.abs(times - 1000)).toBeLessThan(150);
});

it("anyone can check a draw afterwards; another seed or another order is noticed", () => {
  const order = drawOrder("seed", 7, ["a", "b", "c"].map(named));
  expect(verifyDraw(commitTo("seed"), "seed", 7, order)).toBe(true);
  expect(verifyDraw(commitTo("seed"), "seed", 7, [...order].reverse())).toBe(false);
  expect(verifyDraw(commitTo("seed"), "other", 7, drawOrder("other", 7, order))).toBe(false);
});

it("questions of one tick are asked in the order of the lots, and one too many is refused", async () => {
  vi.useFakeTimers();
  const asked: string[] = [];
  const decide = async (shopper: string) => {
    asked.push(shopper);
    return "asked";
  };
  const parts = { seed: "seed", milliseconds: () => 100, most: 3, decide, refuse: () => "refused" };
  const ask = gatherByTick(parts);
  const answers = Promise.all(["a", "b", "c", "d"].map((shopper) => ask(shopper, "c")));
  await vi.advanceTimersByTimeAsync(99);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  vi.useRealTimers();
  expect(await answers).toEqual(["asked", "asked", "asked", "refused"]);
  expect(asked).toEqual(drawOrder("seed", 0, ["a", "b", "c"].map(named)).map(({ shopper }) => shopper));
});

it("a page's token is of use to its session and sale only, and late pages wait", () => {
  const opensAt = new Date(1_000_000);
  const terms = {
    ...{ keys: ["new", "old"], sale: "s", session: "ann", opensAt, now: opensAt, lateMilliseconds: 3000 },
  };
  const token = issuePageToken("old", "s", "ann", new Date(999_999));
  expect(checkPageToken(token, terms)).toEqual({ kind: "valid" });
  const reason = (given: string, other: Partial<typeof terms> = {}) => {
    const checked = checkPageToken(given, { ...terms, ...other });
    return checked.kind === "refused" ? checked.reason : checked.kind;
  };
  expect(reason(token, { session: "bob" })).toBe("other-session");
  expect(reason(token, { sale: "t" })).toBe("other-sale");
  expect(reason(token, { keys: ["new"] })).toBe("forged");
  const [body = "", signature = ""] = token.split(".");
  const changed = Buffer.from(body, "base64url").toString().replace("ann", "bob");
  expect(reason(`${Buffer.from(changed).toString("base64url")}.${signature}`)).toBe("forged");
  for (const bad of ["", ".", "a.b.c", "x".repeat(5000)]) expect(reason(bad)).toBe("malformed");
  const late = issuePageToken("new", "s", "ann", opensAt);
  expect(checkPageToken(late, terms)).toEqual({ kind: "not-yet", from: new Date(1_003_000) });
  expect(reason(late, { now: new Date(1_003_000) })).toBe("valid");
});

it("work that was enough is not any more when the difficulty is raised, and serves no other challenge", () => {
  const answer = solveWork("challenge", 10);
  expect(proofOfWork.verify("challenge", answer, 10)).toBe(true);
  expect(proofOfWork.verify("challenge", answer, 30)).toBe(false);
  expect(proofOfWork.verify("challenge", "0".repeat(33), 0)).toBe(false);
  const others = Array.from({ length: 50 }, (_, i) => proofOfWork.verify(`other${i}`, answer, 10));
  expect(others.filter(Boolean).length).toBeLessThan(3);
});
