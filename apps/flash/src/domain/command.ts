import { saleNotADraft, saleNotPaused, saleNotRunning, saleOver } from "./refusals.ts";
import { isOver, type Sale } from "./sale.ts";

/** What staff asks of a sale. */
export type Command =
  | { readonly kind: "schedule"; readonly allotmentId: string }
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  | { readonly kind: "end" }
  | { readonly kind: "set-difficulty"; readonly difficulty: number };

/** What changes of a sale. */
export type Change = Partial<
  Pick<Sale, "phase" | "allotmentId" | "difficulty" | "rebuildNeeded" | "endedAt">
>;

/** May be announced. @throws Refusal `sale-not-a-draft`, `sale-over` */
export const checkDraft = (sale: Sale, now: Date): void => {
  if (sale.phase !== "draft") throw saleNotADraft(sale.id);
  if (sale.endsAt <= now) throw saleOver(sale.id);
};

/**
 * Decides a command; undefined: it is done already. A change of the phase is one of admission, so it is a rebuild; of a draft admission
 * knows nothing.
 *
 * @throws Refusal `sale-not-a-draft`, `sale-over`, `sale-not-running`, `sale-not-paused`
 */
export const decide = (sale: Sale, command: Command, now: Date): Change | undefined => {
  switch (command.kind) {
    case "schedule":
      if (sale.phase === "running" && sale.allotmentId === command.allotmentId) return undefined;
      checkDraft(sale, now);
      return { phase: "running", allotmentId: command.allotmentId, rebuildNeeded: true };
    case "pause":
      if (sale.phase === "paused") return undefined;
      if (sale.phase !== "running" || isOver(sale, now)) throw saleNotRunning(sale.id);
      return { phase: "paused", rebuildNeeded: true };
    case "resume":
      if (sale.phase === "running") return undefined;
      if (sale.phase !== "paused" || isOver(sale, now)) throw saleNotPaused(sale.id);
      return { phase: "running", rebuildNeeded: true };
    case "end":
      if (sale.phase === "closed" || sale.phase === "settled") return undefined;
      return { phase: "closed", rebuildNeeded: sale.phase !== "draft", endedAt: now };
    case "set-difficulty":
      return sale.difficulty === command.difficulty ? undefined : { difficulty: command.difficulty };
  }
};
