import type { Events } from "./events.ts";

/** Equal cores, each with a queue of its own. */
export interface Station {
  /** Works for so long, once all that came before at this core is done. */
  serve(core: number, now: number, milliseconds: number, done: (now: number) => void): void;
  /** Milliseconds of work of all cores. */
  busy(): number;
}

export const createStation = (events: Events, cores: number): Station => {
  const free = new Float64Array(cores);
  let worked = 0;
  return {
    serve: (core, now, milliseconds, done) => {
      const end = Math.max(now, free[core] ?? 0) + milliseconds;
      free[core] = end;
      worked += milliseconds;
      events.at(end, done);
    },
    busy: () => worked,
  };
};
