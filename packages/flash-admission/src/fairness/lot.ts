import { createHash, createHmac } from "node:crypto";

/** What is published before the sale: it fixes the seed without telling it. The seed is published afterwards. */
export const commitTo = (seed: string): string => createHash("sha256").update(seed).digest("hex");

/** The lot of a shopper in a tick. Only who knows the seed can tell it beforehand; afterwards anyone can check it. */
export const lotOf = (seed: string, tick: number, shopper: string): string =>
  createHmac("sha256", seed).update(`${tick}:${shopper}`).digest("hex");

/** Puts what was asked in one tick into the order of the lots. A shopper has one lot, however often they clicked. */
export const drawOrder = <Asked extends { shopper: string }>(
  seed: string,
  tick: number,
  asked: readonly Asked[],
): Asked[] => {
  const lots = new Map<string, string>();
  for (const { shopper } of asked) if (!lots.has(shopper)) lots.set(shopper, lotOf(seed, tick, shopper));
  const lot = ({ shopper }: Asked): string => lots.get(shopper) ?? "";
  return asked.toSorted((a, b) => (lot(a) < lot(b) ? -1 : lot(a) > lot(b) ? 1 : 0));
};

/** Whether an order is the one that the committed seed gives. */
export const verifyDraw = (
  commitment: string,
  seed: string,
  tick: number,
  order: readonly { shopper: string }[],
): boolean =>
  commitTo(seed) === commitment &&
  drawOrder(seed, tick, order).every(({ shopper }, i) => shopper === order[i]?.shopper);
