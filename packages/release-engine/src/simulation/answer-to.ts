import type { Effect } from "../engine/effect.ts";
import type { Input } from "../engine/input.ts";

/** What a run is told when work that it asked for went well. `breaks`: what a comparison of contracts finds. */
export const answerTo = (effect: Effect, at: string, breaks: readonly string[] = []): Input => {
  const answer = { at, effect: effect.id };
  if (effect.do === "compare contracts") {
    const found = { breaks: [...breaks], unknown: [], unread: [] };
    return { ...answer, kind: "compared", versions: ["v1", "v2"], ...found };
  }
  if (effect.do !== "set weight" && effect.do !== "verify weight") return { ...answer, kind: "done" };
  const stages = ["written", "acknowledged", "in force"].map((name) => ({ name, of: 9, behind: [] }));
  return { ...answer, kind: "moved", applied: effect.weight, stages };
};
