/** Tells whether people press just now: what is not for them waits meanwhile. */
export interface Rush {
  /** A click was heard. */
  heard(): void;
  goesOn(): boolean;
}

/** Clicks a second from which on it is a rush. */
const leastClicks = 100;

/** Counts the clicks of this process: those of the second that runs, and of the one before. */
export const createRush = (now: () => Date): Rush => {
  let [second, clicks, clicksBefore] = [0, 0, 0];
  const turn = (): void => {
    const current = Math.floor(now().getTime() / 1000);
    if (current === second) return;
    clicksBefore = current === second + 1 ? clicks : 0;
    [second, clicks] = [current, 0];
  };
  return {
    heard: () => {
      turn();
      clicks += 1;
    },
    goesOn: () => {
      turn();
      return Math.max(clicks, clicksBefore) >= leastClicks;
    },
  };
};
