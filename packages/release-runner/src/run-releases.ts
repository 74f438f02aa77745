import {
  callersFirst,
  decideTrain,
  type Input,
  type JudgeState,
  judge,
  type Run,
} from "@caravan/release-engine";
import { type Car, type Member, openCar, type Progress } from "./car.ts";
import { type Inputs, inputsOf } from "./inputs.ts";
import { openTurns } from "./turns.ts";

/** What is told, and to which service. */
type Told = readonly [service: string, input: Input];

const open = async (
  members: readonly Member[],
  inputs: Inputs<Told>,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<readonly Car[]> => {
  const takeTurn = openTurns();
  return Promise.all(
    members.map(async (member) => {
      const put = (input: Input) => inputs.put([car.service, input]);
      const car: Car = await openCar(member, { put, fail: inputs.fail, report, takeTurn }, signal);
      return car;
    }),
  );
};

/** One release is a train by itself. */
const trainOf = (cars: readonly Car[]) => {
  const [first] = cars.map((car) => car.run());
  return {
    id: first?.train?.id ?? first?.id ?? "",
    order: cars.map(({ service }) => service),
    runs: Object.fromEntries(cars.map((car) => [car.service, car.run()])),
  };
};

/**
 * Takes one release up where its log ends, or all of a train, and runs them to their end, or until `signal`. Every decision is in the log of
 * its release before it is acted on, and what it means for the others follows from their logs as well: so the program may stop at any point.
 *
 * @param members one release, or those of a train in its order: each callee before its callers
 * @param report is told each entry
 * @returns the releases as they stand
 * @throws LogUnusable when a log was changed, or decides otherwise than it says; Error when one cannot be read or written
 */
export const runReleases = async (
  members: readonly [Member, ...Member[]],
  {
    signal: stops,
    report = () => {},
  }: { readonly signal: AbortSignal; readonly report?: (progress: Progress) => void },
): Promise<readonly Run<JudgeState>[]> => {
  const ends = new AbortController();
  const signal = AbortSignal.any([stops, ends.signal]);
  const inputs = inputsOf<Told>(signal);
  const cars = await open(members, inputs, report, signal);
  const at = () => members[0].ports.clock.now().toISOString();
  const order = cars.map(({ service }) => service);
  const carOf = new Map(cars.map((car) => [car.service, car]));

  const tell = async (service: string, input: Input): Promise<void> => {
    const { decisions } = decideTrain(trainOf(cars), service, input, judge);
    for (const { service: name, decision } of decisions) await carOf.get(name)?.record(decision);
    for (const { service: name, decision } of callersFirst(order, decisions)) carOf.get(name)?.act(decision);
  };
  // Callers first here too: what was under way back is asked for again in that order.
  const tellAll = async (input: () => Input): Promise<void> => {
    for (const car of cars.toReversed()) if (!car.isOver()) await tell(car.service, input());
  };
  // The longest log sets the pace, so that it stays readable.
  const tick = () => Math.max(...members.map(({ rhythm }) => rhythm.tickSeconds)) * 1000;
  try {
    await tellAll(() => ({ kind: "restarted", at: at() }));
    for (const car of cars) car.attend();
    while (!signal.aborted && !cars.every((car) => car.isOver())) {
      const told = await inputs.next(tick());
      if (told) await tell(...told);
      else if (!signal.aborted) await tellAll(() => ({ kind: "tick", at: at() }));
    }
    return cars.map((car) => car.run());
  } finally {
    // What looks at routes and waits for commands ends with the releases.
    ends.abort();
    // None of them writes a weight after they have ended.
    await Promise.all(cars.map((car) => car.settled()));
  }
};
