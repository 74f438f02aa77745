import * as v from "valibot";

/** A whole number within these bounds, both included. @param why the reason of the upper one, added to its message */
export const Whole = (least: number, most: number, why = "") =>
  v.pipe(
    v.number(),
    v.integer("must be a whole number"),
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(most, `must be at most ${most}${why}`),
  );
