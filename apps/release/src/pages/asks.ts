import type { Release } from "@caravan/contracts";
import type { Ask } from "../domain/commands.ts";
import { perCent } from "./phase-words.ts";

interface Words {
  readonly button: string;
  readonly title: string;
  /** What happens when it is confirmed; a sentence each. */
  readonly happens: readonly string[];
}

const nextWeight = ({ steps, step }: Release): number | undefined => steps[step ?? 0]?.weight;

const promoting = (release: Release): readonly string[] => {
  const { approvals, service } = release;
  const needed = approvals.people - approvals.given.length;
  if (needed > 1)
    return ["Your approval is kept.", "The step ends once another release manager approves as well."];
  const next = nextWeight(release);
  return next === undefined
    ? [`v2 of ${service} gets everything, then becomes v1; the version before is kept ready to return to.`]
    : [
        `The share of the new version goes from ${perCent(release.weights.planned)} to ${perCent(next)} at once.`,
        "The judge goes on watching, and takes it back if it is worse.",
      ];
};

/** How many findings a page shows. */
const mostFindings = 5;

const accepting = (release: Release, found: readonly string[]): Words => {
  const more = found.length - mostFindings;
  return {
    button: "Go on all the same",
    title: `Go on with ${release.service}, with its contracts as they are?`,
    happens: [
      ...(found.length > 0
        ? found.slice(0, mostFindings)
        : ["Contracts could not be compared, so nothing is known of what breaks."]),
      ...(more > 0 ? [`And ${more} more.`] : []),
      ...promoting(release),
      ...(found.length > 0 ? ["The same findings hold this release no more; others do."] : []),
    ],
  };
};

const rollingBack = ({ service, phase, heldDuring }: Release): readonly string[] =>
  (heldDuring ?? phase) === "soaking"
    ? [
        `All requests of ${service} go to the version before, which is still running; then it becomes v1 again.`,
      ]
    : [`All requests of ${service} go to v1 within a second; then v2 is removed.`];

/** What a train does about it. */
const together = (ask: Ask, { service, train }: Release): readonly string[] => {
  const others = (train?.order ?? []).map(({ service: name }) => name).filter((name) => name !== service);
  if (others.length === 0) return [];
  const names = others.join(", ");
  if (ask === "rollback") return [`${names} of the same train are rolled back as well.`];
  if (ask === "freeze") return [`${names} of the same train are frozen as well.`];
  if (ask === "abandon") return [`${names} of the same train are given up as well.`];
  return ask === "hold" ? [`${names} of the same train wait at their next gate.`] : [];
};

/** What each button is called, and what happens when it is confirmed. */
export const askWords = (ask: Ask, release: Release): Words => {
  const words = ownWords(ask, release);
  return { ...words, happens: [...words.happens, ...together(ask, release)] };
};

const ownWords = (ask: Ask, release: Release): Words => {
  const { service } = release;
  switch (ask) {
    case "promote":
      if (release.contracts?.found) return accepting(release, release.contracts.found);
      return {
        button: "Promote",
        title: `Promote ${service} to the next step?`,
        happens: [
          ...promoting(release),
          ...(release.verdict?.verdict === "promote"
            ? []
            : ["The judge does not have its evidence: you decide without it."]),
        ],
      };
    case "hold":
      return {
        button: "Hold",
        title: `Hold the release of ${service}?`,
        happens: [
          `The share of the new version stays at ${perCent(release.weights.planned)} until a release manager resumes, promotes or rolls back.`,
          "The judge goes on watching, and takes it back if it is worse.",
        ],
      };
    case "resume":
      return {
        button: "Resume",
        title: `Resume the release of ${service}?`,
        happens: [
          `Its planned weight (${perCent(release.weights.planned)}) is written and verified anew, and the release goes on where it was held.`,
        ],
      };
    case "rollback":
      return {
        button: "Roll back",
        title: `Roll ${service} back?`,
        happens: [...rollingBack(release), "Nothing but a freeze stops it half way."],
      };
    case "freeze":
      return {
        button: "Freeze",
        title: `Freeze the release of ${service}?`,
        happens: [
          "Weights and versions stay exactly as they are, for good: this release does nothing any more, and cannot go on.",
          "Nothing watches the new version from then on.",
        ],
      };
    case "abandon":
      return {
        button: "Give it up",
        title: `Give up the release of ${service}?`,
        happens: [
          `All requests of ${service} go to v1, and the log is closed as it is.`,
          "Start another release when its cause is mended.",
        ],
      };
  }
};
