import { sharesOf, showShares } from "@caravan/mesh";
import { decide, type InputOf, type JudgeState, judge, Plan, type Run, seal } from "@caravan/release-engine";
import * as v from "valibot";
import type { Ports } from "./ports.ts";

/** How a release begins. */
export type Started = Omit<InputOf<"start">, "kind" | "at">;

/** v2 gets requests already, which no release watches. */
export class CanaryInUse extends Error {
  constructor(service: string, shares: string) {
    super(`v2 of ${service} gets ${shares} of the requests already`);
    this.name = "CanaryInUse";
  }
}

/** @throws CanaryInUse when v2 of a service gets requests */
const requireFree = async ({ mesh }: Ports["traffic"], service: string): Promise<void> => {
  const shares = sharesOf(await mesh.list(), [service]).get(service) ?? [];
  if (shares.some((share) => share !== 0)) throw new CanaryInUse(service, showShares(shares));
};

/**
 * Begins a release: writes the first entry of its log, and does nothing else; `runRelease` takes it up from there.
 *
 * @throws ValiError when the plan is none, CanaryInUse, Error when the log cannot be written
 */
export const beginRelease = async (
  {
    traffic,
    journal,
    clock,
  }: Pick<Ports, "traffic" | "journal"> & { readonly clock: Pick<Ports["clock"], "now"> },
  started: Started,
): Promise<Run<JudgeState>> => {
  v.parse(Plan, started.plan);
  await requireFree(traffic, started.plan.service);
  const { run, entries } = decide(
    undefined,
    { ...started, kind: "start", at: clock.now().toISOString() },
    judge,
  );
  const [first] = entries;
  if (!first) throw new Error("a release that begins leaves no entry");
  await journal.append(seal(first), run);
  return run;
};
