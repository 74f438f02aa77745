import type { AuditOptions, Check, Fault, Sources } from "./check.ts";

/** A check could not be made, so nothing is known of what it looks at. */
export class CheckFailed extends Error {
  override name = "CheckFailed";
}

/** The result of one check. */
export interface Verdict {
  name: string;
  faults: Fault[];
}

export interface RunOptions {
  /** How long an event may take from one service to the other. */
  lagSeconds: number;
  now: () => Date;
  /** Takes new snapshots of the databases, until the next call. */
  takeSnapshots: () => Promise<void>;
  /** The pause between the first and the second read of faults. */
  pause: () => Promise<void>;
}

/** Gives the reason of a fault and not the text of the query, which names ids by the hundred. */
const failed = (check: Check) => (error: unknown) => {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const why = cause instanceof Error ? cause.message : String(cause);
  throw new CheckFailed(`"${check.name}" could not be checked: ${why}`, { cause: error });
};

/**
 * Runs the checks, also while the shop is under load. Faults are checked a second time: databases are not read at the very
 * same time, so only faults that persist count.
 *
 * @throws CheckFailed
 */
export const runAudit = async (
  sources: Sources,
  checks: readonly Check[],
  { lagSeconds, now, takeSnapshots, pause }: RunOptions,
): Promise<Verdict[]> => {
  const look = async (some: readonly Check[]): Promise<Map<Check, Fault[]>> => {
    const options: AuditOptions = { before: new Date(now().getTime() - lagSeconds * 1000) };
    await takeSnapshots();
    const found = new Map<Check, Fault[]>();
    for (const check of some) found.set(check, await check.run(sources, options).catch(failed(check)));
    return found;
  };
  const first = await look(checks);
  const suspicious = checks.filter((check) => first.get(check)?.length);
  if (suspicious.length > 0) await pause();
  const second = suspicious.length > 0 ? await look(suspicious) : new Map<Check, Fault[]>();
  return checks.map((check) => {
    const before = new Set(first.get(check)?.map(({ id }) => id));
    return { name: check.name, faults: second.get(check)?.filter(({ id }) => before.has(id)) ?? [] };
  });
};
