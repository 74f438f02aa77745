import { drawOrder } from "./lot.ts";

/** What waits for the end of its tick. */
interface Waiting<Answer> {
  shopper: string;
  click: string;
  resolve: (answer: Answer | Promise<Answer>) => void;
}

/** How a pod gathers what is asked at the same time. */
export interface TickParts<Answer> {
  seed: string;
  /** How long a tick is: the first one, from the opening on, may be longer than the rest. */
  milliseconds: (tick: number) => number;
  /** Questions of one tick; one more is refused. */
  most: number;
  decide: (shopper: string, click: string) => Promise<Answer>;
  refuse: () => Answer;
}

/**
 * Gathers questions until the tick ends, then asks them in the order of their lots.
 *
 * Each pod draws for those who came to it. As pods begin ticks on their own, the order over all pods is that of the lots up to the
 * length of one tick.
 */
export const gatherByTick = <Answer>({ seed, milliseconds, most, decide, refuse }: TickParts<Answer>) => {
  let tick = 0;
  let waiting: Waiting<Answer>[] = [];
  const end = (): void => {
    const asked = drawOrder(seed, tick, waiting);
    waiting = [];
    tick += 1;
    for (const { shopper, click, resolve } of asked) resolve(decide(shopper, click));
  };
  return async (shopper: string, click: string): Promise<Answer> => {
    if (waiting.length >= most) return refuse();
    if (waiting.length === 0) setTimeout(end, milliseconds(tick));
    return await new Promise<Answer>((resolve) => waiting.push({ shopper, click, resolve }));
  };
};
