import { ask } from "./ask.ts";
import { keep } from "./keep.ts";
import { load } from "./load.ts";
import { move } from "./move.ts";
import { prelude } from "./prelude.ts";
import { giveBack } from "./return.ts";

/**
 * What Redis runs for one shard: every change is one call of this script, so it happens as a whole or not at all.
 *
 * KEYS: state, tickets, shoppers, line, log, moves, all in one slot. ARGV: the verb, then what the verb takes.
 *
 * The clock is Redis's own: all pods share it, and a call that was held up is judged when it is decided, not when it was sent.
 * Between two calls a shard that sells has free pieces or a line, never both (but at the limit of decisions not handed over).
 */
export const script: string = prelude + ask + giveBack + move + load + keep;
