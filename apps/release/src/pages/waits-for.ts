import type { Release } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { awaitsPeople } from "./phase-words.ts";
import { personName, type Reader, spoken } from "./spoken.ts";

const task = ({ task: asked }: Release, reader: Reader): Fragment | undefined => {
  if (asked === null) return undefined;
  const what = asked.image ?? asked.migration;
  return html`a deployer: ${asked.do}${what === undefined ? "" : html` ${spoken(what, reader)}`}${asked.pods === undefined ? "" : `, with ${asked.pods} ${asked.pods === 1 ? "pod" : "pods"}`} <span class="quiet">(task ${asked.number})</span>`;
};

const people = (release: Release, reader: Reader): Fragment | undefined => {
  const { phase, approvals } = release;
  if (phase === "held") return html`a release manager, who decides`;
  if (phase !== "awaiting" || release.contracts || !awaitsPeople(release)) return undefined;
  const { people: needed, given, approvers } = approvals;
  const who = given.map((actor) => personName(actor, reader)).join(", ");
  const missing = needed - given.length;
  return html`${missing} of ${needed} approvals${given.length === 0 ? "" : ` (given by ${who})`}${approvers.length === 0 ? "" : `; may approve: ${approvers.map((actor) => personName(actor, reader)).join(", ")}`}`;
};

const train = (release: Release): Fragment | undefined => {
  const { phase, service, train: of } = release;
  if (phase !== "awaiting" || release.contracts || awaitsPeople(release) || of === undefined)
    return undefined;
  const others = of.order.map(({ service: name }) => name).filter((name) => name !== service);
  return html`its train, until ${others.join(", ")} came as far`;
};

/** What is outstanding, and of whom: a deployer, people, its train, or metrics. */
export const waitsFor = (release: Release, reader: Reader): Fragment | "" => {
  const outage = release.outage;
  const all = [
    task(release, reader),
    people(release, reader),
    train(release),
    outage === null
      ? undefined
      : html`metrics, which cannot be read since ${reader.moments.short(outage.since)}: ${outage.reason}`,
  ].filter((what) => what !== undefined);
  return all.length === 0
    ? ""
    : html`<div class="waits"><h3>Waits for</h3><ul>${all.map((what) => html`<li>${what}</li>`)}</ul></div>`;
};
