import type { KeepReason } from "../kept.ts";

/** Whether one more part may be kept now for this reason: faults and slow ones come in crowds when the shop is short of CPU. */
export type MayKeep = (reason: Exclude<KeepReason, "refund">) => boolean;

/** Allows so many a second for each reason, so that slow parts leave room for those that fail. */
export const budgets = (
  most: Readonly<Record<"fault" | "slow", number>>,
  now: () => number = performance.now.bind(performance),
): MayKeep => {
  const budget = { fault: perSecond(most.fault, now), slow: perSecond(most.slow, now) };
  return (reason) => budget[reason]();
};

const perSecond = (most: number, now: () => number) => {
  let second = Number.NaN;
  let allowed = 0;
  return (): boolean => {
    const current = Math.floor(now() / 1_000);
    if (current !== second) allowed = 0;
    second = current;
    allowed += 1;
    return allowed <= most;
  };
};
