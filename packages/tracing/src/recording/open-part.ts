import type { KeepReason, Part } from "../kept.ts";
import type { MayKeep } from "./budgets.ts";
import type { LightSpan } from "./light-span.ts";

/** A part that makes more spans than this loses the rest; a request of ours makes fewer than 30. */
export const mostSpans = 128;

/** How parts are decided about, and what becomes of their spans. */
export interface KeepOptions {
  /** A span that takes so long makes its part kept. */
  readonly slowMilliseconds: number;
  readonly mayKeep: MayKeep;
  /** Told of spans that were to be exported and are not: their part has too many, or there are too many parts. */
  readonly onLost: (reason: "part-full" | "too-many", spans: number) => void;
  /** Takes a span that has ended, of a part that is kept. */
  readonly onKept: (span: LightSpan, reason: KeepReason) => void;
}

/** A {@link Part}, from its first span to its last: holds those that have ended until it is known whether they are exported. */
export class OpenPart implements Part {
  kept: KeepReason | undefined;
  readonly #options: KeepOptions;
  #refused: KeepReason | undefined;
  #open = 0;
  #lost = 0;
  #ended: LightSpan[] = [];

  constructor(options: KeepOptions) {
    this.#options = options;
  }

  /** All its spans have ended: what follows is another part. */
  get over(): boolean {
    return this.#open === 0;
  }

  keep(reason: KeepReason): void {
    if (this.kept !== undefined || this.#refused === reason) return;
    const { mayKeep, onKept, onLost } = this.#options;
    if (reason === "refund" || mayKeep(reason)) {
      this.kept = reason;
      for (const span of this.#ended) onKept(span, reason);
    } else {
      this.#refused = reason;
      onLost("too-many", this.#ended.length);
    }
    if (this.#lost > 0) onLost("part-full", this.#lost);
    this.#ended = [];
  }

  /** A span of it begins. */
  begin(): void {
    this.#open += 1;
  }

  /** A span of it ends. */
  end(span: LightSpan): void {
    const { slowMilliseconds, onKept, onLost } = this.#options;
    this.#open -= 1;
    if ((span.durationMilliseconds ?? 0) >= slowMilliseconds) this.keep("slow");
    if (this.kept !== undefined) onKept(span, this.kept);
    else if (this.#refused !== undefined) onLost("too-many", 1);
    else if (this.#open === 0) this.#ended = [];
    else if (this.#ended.length < mostSpans) this.#ended.push(span);
    else this.#lost += 1;
  }
}
