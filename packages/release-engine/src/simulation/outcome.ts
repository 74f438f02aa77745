/** What became of a release. */
export interface Outcome {
  readonly end: "promoted" | "rolled back" | "held";
  readonly minutes: number;
  /** Requests of the canary until then. */
  readonly requests: number;
  /** Customers hurt within the day of the release, those after a promotion too. */
  readonly hurt: number;
}

/** A release that did not end in a day is held for a person. */
export const deadline = 24 * 3600;

/** Counts while a release is under way. */
export const ledger = (hurtAfter: (from: number, to: number) => number) => {
  let requests = 0;
  let hurt = 0;
  return {
    add: (window: { readonly canary: { readonly requests: number }; readonly hurt: number }): void => {
      requests += window.canary.requests;
      hurt += window.hurt;
    },
    end: (end: Outcome["end"], at: number): Outcome => ({
      end,
      minutes: at / 60,
      requests,
      hurt: hurt + (end === "promoted" ? hurtAfter(at, deadline) : 0),
    }),
  };
};
