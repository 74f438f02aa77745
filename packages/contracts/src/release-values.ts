import * as v from "valibot";

/** What the judge asks for. */
export const Verdict = v.picklist(["promote", "hold", "rollback"]);

/** A weight of v2 over 1000; null when it is not known, or routes differ. */
export const Weight = v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1000)));
/** How many there are. */
export const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
