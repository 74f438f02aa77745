import { showShares, showWeight } from "@caravan/mesh";
import { showDuration } from "../plan/duration.ts";
import type { Reason } from "./reason.ts";

const listed = (names: readonly string[]): string => names.join(", ");

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? "" : "s"}`;

const verdicts = {
  promote: "The judge has the evidence that it asks for",
  hold: "The judge does not have the evidence that it asks for yet",
  rollback: "The judge found that the canary is worse",
} as const;

const ignored = {
  answer: "An answer came to something that is not waited for any more; nothing is done about it.",
  window: "Metrics came for a window that was counted already; they are not counted again.",
  edit: "Weights were written while this release moves none, or they are the planned ones; nothing is done about it.",
  streams: "Streams were counted; nothing is done about it, since none are left, or as many as before.",
  kill: "Containers were killed; nothing is done about it, since v2 has no requests or v1's were killed as well.",
  start: "This release was started before; nothing is done about it.",
} as const;

/** What does not end a step, and where it stands. */
const stages = ({ stages: behind }: Extract<Reason, { because: "behind" }>): string =>
  behind.length === 0
    ? "the routes read back another one"
    : behind
        .map(({ name, of, behind: late }) => `${name}: ${of - late.length} of ${of}, without ${listed(late)}`)
        .join("; ");

/** What another program or a person said, ended as a sentence. */
const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

const mostFindings = 3;
const findings = (all: readonly string[]): string => {
  const more = all.length - mostFindings;
  return sentence([...all.slice(0, mostFindings), ...(more > 0 ? [`and ${more} more`] : [])].join("; "));
};

/** A reason in words. */
export const sentenceOf = (reason: Reason): string => {
  switch (reason.because) {
    case "started":
      return `${reason.actor} started the release: ${sentence(reason.reason)}`;
    case "command":
      return `${reason.actor} asked for it (${reason.command}): ${sentence(reason.reason)}`;
    case "verdict":
      return `${verdicts[reason.verdict]} (rule: ${reason.rule}).`;
    case "few requests":
      return `The judge is content, but the step asks for ${count(reason.minimum, "request")} of the canary and has ${reason.canary}: ${reason.minimum - reason.canary} more.`;
    case "deadline":
      return `The step's time is over (${showDuration(reason.milliseconds)}) without its evidence${reason.missing ? `: ${count(reason.missing, "request")} of the canary are missing` : ""}. A step never ends by its time, so people decide.`;
    case "outage":
      return `Metrics cannot be read since ${reason.since}: ${sentence(reason.reason)} This holds the step and counts as no failure.`;
    case "split":
      return `v2 got ${reason.canary} of ${count(reason.all, "request")}; a weight of ${showWeight(reason.planned)} explains ${reason.low} to ${reason.high}. So the weight is not what the versions get. Look at the routes, then resume.`;
    case "edited":
      return `The weight is ${showShares(reason.found)} and not ${showWeight(reason.planned)}, which this release planned: it was written by another hand. Resume writes the planned one.`;
    case "killed":
      return `Containers of v2 were killed ${reason.times} times since it has requests, and those of v1 fewer times. The last one: ${sentence(reason.last)}`;
    case "streams":
      return reason.left > 0
        ? `${reason.left === 1 ? "1 stream is" : `${reason.left} streams are`} still on ${reason.version}, which gets no requests any more. Each ends within minutes, and its browser comes back by the weights.`
        : `No stream is left on ${reason.version}.`;
    case "refused":
      return `${reason.version} cannot take its part at ${showWeight(reason.weight)}: ${sentence(reason.reason)} Nothing was changed.`;
    case "behind":
      return `The weight of ${showWeight(reason.weight)} is not in force everywhere: ${stages(reason)}.`;
    case "failed":
      return `"${reason.work}" failed: ${sentence(reason.reason)}`;
    case "unknown":
      return `"${reason.work}" cannot be told to be sound: ${sentence(reason.reason)} This counts as no failure: mend what cannot be read, then resume; or roll back.`;
    case "approval":
      return reason.given.length < reason.people
        ? `${listed(reason.given)} approved; ${count(reason.people - reason.given.length, "other approval")} needed.`
        : `${listed(reason.given)} approved.`;
    case "no approver":
      return `${reason.actor} may not approve; these may: ${listed(reason.approvers)}.`;
    case "same person":
      return `${reason.actor} approved already; another person has to.`;
    case "train":
      return "The train opens this step when its other services have come as far.";
    case "passed":
      return `${reason.actor}: ${sentence(reason.reason)}`;
    case "fits":
      return `The contracts of v2 fit those of ${count(reason.versions, "other version")} that serve${reason.accepted > 0 ? `, but for ${count(reason.accepted, "finding")} that people took as it is` : ""}.`;
    case "unfit":
      return `Contracts do not fit side by side: ${findings(reason.findings)} Promote takes that as it is, with your reason; resume compares again.`;
    case "accepted":
      return reason.findings.length > 0
        ? `Taken as it is: ${findings(reason.findings)}`
        : "Contracts were not compared, and the release goes on all the same.";
    case "contract":
      return `Next the old version's schema goes (${listed(reason.migrations)}), and with it the way back. Resume runs ${reason.migrations.length === 1 ? "this migration" : "these migrations"}; until then a rollback brings the version before back.`;
    case "contracted":
      return `The contract migration ${reason.migration} ran, so the version before cannot serve any more: the release is frozen where it is. Mend the new version and release that.`;
    case "soaked":
      return `The version before was kept for ${showDuration(reason.milliseconds)}, as the plan asks.`;
    case "clock back":
      return `The clock went back by ${showDuration(reason.milliseconds)}; what is counted next may have been counted already.`;
    case "clock leap":
      return `${showDuration(reason.milliseconds)} passed since the last input: the clock leapt, or the engine did not run. ${showDuration(reason.counted)} of it count.`;
    case "log":
      return `The log has ${reason.entries} of at most ${reason.most} entries; the rest is kept for the way back. This release goes no further: roll it back, or freeze it, and start another one. It goes back by itself before the log is full.`;
    case "abandoned":
      return `Abandoned by ${reason.actor}: ${sentence(reason.reason)} ${reason.kept ? "All weights stay as they are" : "All requests go to v1"}. No engine could go on: ${sentence(reason.stopped)}`;
    case "restarted":
      return `The engine started again and asked for ${count(reason.again.length, "thing")} again.`;
    case "ignored":
      return ignored[reason.what];
    case "impossible":
      return `"${reason.command}" cannot be done while the release is ${reason.phase}.`;
  }
};
