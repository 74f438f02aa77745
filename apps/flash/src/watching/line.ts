import type { WatchedTickets } from "./watched-tickets.ts";

/** The line of one sale, read at most every some seconds for all who wait in it. */
export interface Line {
  /** Read again at the next {@link refresh}. */
  touch(): void;
  /** Reads it, if it was touched and is not fresh. */
  refresh(): Promise<void>;
  /** Whether it was read since this was asked last. */
  takeNews(): boolean;
  /** How many come up to this position, itself included. */
  placeOf(position: number): number;
}

const freshMilliseconds = 3_000;

export const openLine = (watched: Pick<WatchedTickets, "line">, saleId: string): Line => {
  let positions: Float64Array = new Float64Array();
  let isNew = false;
  let touched = true;
  let readAt = 0;
  let reading: Promise<void> | undefined;

  const read = async (): Promise<void> => {
    touched = false;
    readAt = performance.now();
    try {
      positions = await watched.line(saleId);
      isNew = true;
    } catch (error) {
      touched = true;
      throw error;
    } finally {
      reading = undefined;
    }
  };
  return {
    touch: () => {
      touched = true;
    },
    async refresh() {
      const isDue = touched && (readAt === 0 || performance.now() - readAt >= freshMilliseconds);
      if (isDue) reading ??= read();
      await reading;
    },
    takeNews() {
      const had = isNew;
      isNew = false;
      return had;
    },
    placeOf(position) {
      let [low, high] = [0, positions.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((positions[middle] ?? 0) < position) low = middle + 1;
        else high = middle;
      }
      return low + 1;
    },
  };
};

/** The place has changed by so much that it is worth telling: each of the first hundred, further back by a twentieth. */
export const isWorthTelling = (told: number, now: number): boolean =>
  told !== now && (now <= 100 || Math.abs(told - now) >= told / 20);
