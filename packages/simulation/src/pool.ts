import type { Events } from "./events.ts";

/** What works on one thing after the other. */
export interface Worker {
  /** Works for so long, once all that came before has its turn. */
  serve(now: number, milliseconds: number, done: (now: number) => void): void;
  /** Milliseconds of work so far. */
  busy(): number;
}

interface Job {
  readonly milliseconds: number;
  readonly done: (now: number) => void;
}

/** Things that wait in line. Its array is cut now and then, not at each step. */
const createLine = () => {
  let waiting: Job[] = [];
  let first = 0;
  return {
    push: (job: Job) => waiting.push(job),
    next: (): Job | undefined => {
      const job = waiting[first];
      if (job !== undefined) first += 1;
      if (first >= 1000) {
        waiting = waiting.slice(first);
        first = 0;
      }
      return job;
    },
  };
};

/** Works on so many things at once, in the order in which they came; `work` tells when one is done. */
const createWorker = (atOnce: number, work: Worker["serve"]): Worker => {
  const line = createLine();
  let free = atOnce;
  let worked = 0;
  const next = (now: number): void => {
    const job = free === 0 ? undefined : line.next();
    if (job === undefined) return;
    free -= 1;
    worked += job.milliseconds;
    work(now, job.milliseconds, (end) => {
      free += 1;
      job.done(end);
      next(end);
    });
  };
  return {
    serve: (now, milliseconds, done) => {
      line.push({ milliseconds, done });
      next(now);
    },
    busy: () => worked,
  };
};

/** Equal cores with one line, as a kernel gives them to whatever may run. */
export const createPool = (events: Events, cores: number): Worker =>
  createWorker(cores, (now, milliseconds, done) => events.at(now + milliseconds, done));

/** A process with one thread: it takes what comes in turn, and needs a core of the machine for it. */
export const createThread = (machine: Worker): Worker => createWorker(1, machine.serve);
