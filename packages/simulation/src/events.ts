/** Things that happen at times, in their order. */
export interface Events {
  at(milliseconds: number, happens: (now: number) => void): void;
  /** Lets everything happen; returns when the last thing did. */
  run(): number;
}

interface Entry {
  readonly time: number;
  readonly order: number;
  readonly happens: (now: number) => void;
}

const isBefore = (a: Entry, b: Entry): boolean => a.time < b.time || (a.time === b.time && a.order < b.order);

/** A heap: what comes next is on top. What is to happen at the same time happens in the order in which it was told. */
export const createEvents = (): Events => {
  const heap: Entry[] = [];
  let order = 0;
  const place = (entry: Entry, from: number): void => {
    let index = from;
    for (let parent = (index - 1) >> 1; index > 0; parent = (index - 1) >> 1) {
      const above = heap[parent];
      if (above === undefined || !isBefore(entry, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  };
  const sink = (entry: Entry): void => {
    let index = 0;
    for (;;) {
      const [left, right] = [heap[2 * index + 1], heap[2 * index + 2]];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const next = isRight ? right : left;
      if (!isBefore(next, entry)) break;
      heap[index] = next;
      index = 2 * index + (isRight ? 2 : 1);
    }
    heap[index] = entry;
  };
  return {
    at: (time, happens) => {
      order += 1;
      place({ time, order, happens }, heap.length);
    },
    run: () => {
      let now = 0;
      for (let [top] = heap; top !== undefined; [top] = heap) {
        const last = heap.pop();
        if (last !== undefined && heap.length > 0) sink(last);
        now = top.time;
        top.happens(now);
      }
      return now;
    },
  };
};
