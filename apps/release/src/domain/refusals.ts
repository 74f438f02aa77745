import { type FieldError, Refusal } from "@caravan/contracts";

export const releaseUnknown = (releaseId: string): Refusal =>
  new Refusal({ kind: "not-found", code: "release-unknown", detail: `There is no release ${releaseId}.` });

/** It was there once; a copy of its log can still be verified. */
export const releaseDropped = (
  releaseId: string,
  { entries, head, droppedAt }: { entries: number; head: string; droppedAt: Date },
): Refusal =>
  new Refusal({
    kind: "not-found",
    code: "release-unknown",
    detail: `Release ${releaseId} ended long ago and was dropped at ${droppedAt.toISOString()}. Its log had ${entries} entries, and the last hash ${head}: a copy can be verified with it.`,
  });

export const serviceUnknown = (service: string): Refusal =>
  new Refusal({
    kind: "not-found",
    code: "service-unknown",
    detail: `No route of the mesh takes weights of ${service}, so nothing of it can be released.`,
  });

export const releaseUnderWay = (service: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "release-under-way",
    detail: `A release of ${service} is under way. Wait for its end, or roll it back first.`,
  });

export const planFaulty = (errors: readonly FieldError[]): Refusal =>
  new Refusal({
    kind: "invalid",
    code: "plan-faulty",
    detail: "The plan cannot be followed; see errors.",
    errors,
  });

export const planUnfeasible = (asked: readonly string[]): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "plan-unfeasible",
    detail: `This release manager cannot do what the plan asks for: ${asked.join(", ")}. Leave it out of the plan.`,
  });

export const plansUnlike = (why: string): Refusal =>
  new Refusal({
    kind: "invalid",
    code: "plans-unlike",
    detail: `${why} They go step by step together.`,
  });

export const canaryInUse = (words: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "canary-in-use",
    detail: `Nothing would watch them: ${words}. Take them back first (./caravan canary <app> --off).`,
  });

/** The way back of a release leads to what serves before it, and to nothing else. */
export const previousDiffers = (service: string, previous: string, running: readonly string[]): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "previous-differs",
    detail:
      running.length === 1
        ? `v1 of ${service} runs ${running[0]}, and not ${previous}, to which a way back would lead. Name as previous what v1 runs.`
        : running.length === 0
          ? `v1 of ${service} has no pod, so nothing says whether a way back would lead to ${previous}. Start v1, and ask again.`
          : `v1 of ${service} runs ${running.join(" and ")} at the moment, and a way back leads to one of them. Wait until v1 runs one image, and name that as previous.`,
  });

export const clusterUnreachable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "cluster-unreachable",
    detail: "The Kubernetes API does not answer, so nothing can be said about weights. Try again shortly.",
    retryAfterSeconds: 5,
    cause,
  });

/** Who calls whom is not known, so neither is the order of a train. */
export const contractsUnread = ({
  unread,
  away,
}: {
  readonly unread: readonly string[];
  readonly away: readonly string[];
}): Refusal => {
  const why = [
    ...(unread.length > 0 ? [`${unread.join(", ")} did not say in time whom it calls`] : []),
    ...(away.length > 0 ? [`${away.join(", ")} has no pod that is ready`] : []),
  ];
  return new Refusal({
    kind: "unavailable",
    code: "contracts-unread",
    detail: `A train goes each callee before its callers, as the images that run say: ${why.join("; ")}. Nothing was begun. Look whether these pods are well (./caravan status), and try again.`,
    retryAfterSeconds: 10,
  });
};

export const releaseEnded = (phase: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "release-ended",
    detail: `This release has ended: it is ${phase}.`,
  });

export const releaseStopped = (why: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "release-stopped",
    detail: `No engine can go on with this release, so nothing hears a command: ${why} End it with all requests at v1 (abandonment), or with all weights as they are (freeze).`,
  });

export const logNearlyFull = (entries: number, most: number): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "log-nearly-full",
    detail: `The log of this release has ${entries} of at most ${most} entries, and the rest is kept for its way back. Roll it back, if it does not go back already, or freeze it.`,
  });

export const releaseGoesOn = (): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "release-goes-on",
    detail: "An engine runs this release, so it need not be abandoned. Roll it back, or freeze it.",
  });

/** The rule of every move: no version gets requests that it could not answer. */
export const versionUnready = (services: readonly string[]): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "version-unready",
    detail: `v1 of ${services.join(", ")} has no pod that is ready, so requests that go there would fail. Nothing was changed: v2 serves as before. Bring v1 back, and ask again; or end the release with all weights as they are (freeze).`,
  });
