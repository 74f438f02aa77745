import type { Finding, Judgement } from "./judgement.ts";

/** What the versions are called, and the queries that the numbers come from, by rule. */
export interface Context {
  readonly stable?: string;
  readonly canary?: string;
  readonly queries?: Readonly<Record<string, string>>;
}

type Words = (finding: Finding, names: { readonly stable: string; readonly canary: string }) => string[];

const numberOf = ({ numbers }: Finding, name: string): number => numbers[name] ?? 0;

const grouped = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 0 });

/** A share: `0.52 %`, `2 %`. */
const perCent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;

const figure = (value: number): string =>
  value >= 100 ? grouped(value) : String(Number(value.toPrecision(2)));

const minutes = (value: number): string => {
  if (value < 1) return "less than a minute";
  if (value < 90) return `about ${Math.round(value)} ${Math.round(value) === 1 ? "minute" : "minutes"}`;
  return `about ${Number((value / 60).toPrecision(2))} hours`;
};

const failed = (requests: number, errors: number): string =>
  requests === 0
    ? "answered nothing"
    : `failed ${grouped(errors)} of ${grouped(requests)} requests (${perCent(errors / requests)})`;

/** What an e-value says, and at which it would say something else. */
const weighed = (finding: Finding, against: string): string => {
  const [eValue, threshold, holdsFrom] = ["eValue", "threshold", "holdsFrom"].map((name) =>
    numberOf(finding, name),
  );
  const is = `The evidence ${against} is ${figure(eValue ?? 0)}`;
  if (finding.asks === "rollback") return `${is}, and ${figure(threshold ?? 0)} asks for rollback.`;
  return finding.asks === "hold"
    ? `${is}: below ${figure(holdsFrom ?? 0)} it would stand in the way of nothing, from ${figure(threshold ?? 0)} on it is rolled back.`
    : `${is}; from ${figure(holdsFrom ?? 0)} on the step is held, from ${figure(threshold ?? 0)} on it is rolled back.`;
};

const errors: Words = (finding, { stable, canary }) => {
  const of = (version: "stable" | "canary") =>
    failed(numberOf(finding, `${version}Requests`), numberOf(finding, `${version}Errors`));
  return [
    `Errors: ${canary} ${of("canary")}, ${stable} ${of("stable")} in the same windows.`,
    weighed(finding, `that ${canary} fails more often than ${stable}`),
  ];
};

const latency: Words = (finding, { stable, canary }) => {
  const names = ["p50UpToMilliseconds", "p90UpToMilliseconds", "p99UpToMilliseconds"];
  const bounds = [...new Set(names.flatMap((name) => finding.numbers[name] ?? []))];
  if (bounds.length === 0) return [`Latency: too few durations of ${stable} to compare with.`];
  const longer = perCent(numberOf(finding, "tolerance") - 1);
  const [all, timed] = [numberOf(finding, "canaryRequests"), numberOf(finding, "canaryTimed")];
  if (finding.asks === "hold" && timed < all / 2)
    return [
      `Latency: ${canary} has durations of ${grouped(timed)} of ${grouped(all)} requests in the buckets of ${stable}. Most of them are needed: it may lack its histogram, or have other buckets.`,
    ];
  return [
    `Latency: requests above ${bounds.map(grouped).join(" and ")} ms are counted; ${longer} longer is tolerated.`,
    weighed(finding, `that ${canary} is slower than ${stable}`),
  ];
};

const refused = (requests: number, errors: number): string =>
  requests === 0
    ? "answered nothing"
    : `refused ${grouped(errors)} of ${grouped(requests)} requests (${perCent(errors / requests)})`;

const clientErrors: Words = (finding, { stable, canary }) => {
  const untold = numberOf(finding, "canaryUntold");
  const told = numberOf(finding, "canaryRequests");
  if (finding.asks === "hold" && untold > told)
    return [
      `Client errors: replies of ${canary} are told apart by status for ${grouped(told)} of ${grouped(told + untold)} requests. Most of them are needed; clientErrors: { judge: false } in its plan does without.`,
    ];
  const of = (version: "stable" | "canary") =>
    refused(numberOf(finding, `${version}Requests`), numberOf(finding, `${version}ClientErrors`));
  return [
    `Client errors (4xx): ${canary} ${of("canary")}, ${stable} ${of("stable")} in the same windows; ${perCent(numberOf(finding, "tolerance"))} more is tolerated.`,
    weighed(finding, `that ${canary} refuses more often than ${stable}`),
  ];
};

const evidence: Words = (finding, { canary }) => {
  const { upperBound, asked, confidence, nextShare } = finding.numbers;
  const next = `${canary} serves ${perCent(nextShare ?? 1)} of the requests`;
  const bound =
    upperBound === null || upperBound === undefined
      ? `The error rate of ${canary} has no bound yet`
      : `The error rate of ${canary} is at most ${perCent(upperBound)} by a ${perCent(confidence ?? 0)} bound`;
  const requests = `${canary} answered ${grouped(numberOf(finding, "canaryRequests"))} requests in this step, ${grouped(numberOf(finding, "minimumRequests"))} are asked for.`;
  return [`${bound}; ${perCent(asked ?? 0)} is asked for before ${next}.`, requests];
};

const metrics: Words = (finding) => {
  const looks = numberOf(finding, "looksWithout");
  if (looks === 0) return [];
  const seconds = grouped(numberOf(finding, "secondsWithout"));
  return [
    `Metrics: none in the last ${looks === 1 ? "look" : `${looks} looks`} (${seconds} s). Nothing is concluded from that; the release goes on once they are back.`,
  ];
};

const guard: Words = (finding) => {
  const name = finding.rule.replace(/^guard /, "");
  const { value, above, below, breaches } = finding.numbers;
  if (value === null || value === undefined)
    return [`Guard ${name}: its query gave no number. The release waits for one.`];
  const outside =
    above !== null && above !== undefined && value > above ? `above ${above}` : `below ${below ?? above}`;
  if (!breaches) return [`Guard ${name}: ${figure(value)} is within its limits.`];
  const times =
    breaches === 1 ? "in one look; a second one in a row rolls back" : `in ${breaches} looks in a row`;
  return [`Guard ${name}: ${figure(value)} is ${outside}, ${times}.`];
};

const wordsOf = ({ rule }: Finding): Words => {
  if (rule.startsWith("guard ")) return guard;
  return { errors, latency, "client errors": clientErrors, evidence, metrics }[rule] ?? (() => []);
};

/** The verdict and, of a step that waits for requests, how many and how long. */
const verdictOf = ({ verdict, rule, findings }: Judgement, canary: string): string => {
  if (verdict === "rollback") return `Roll back ${canary}, because of ${rule}.`;
  if (verdict === "promote") return `Promote: ${canary} is proven to be good enough for the next step.`;
  const missing = findings.find((finding) => finding.rule === "evidence");
  if (rule !== "evidence" || !missing) return `Hold, because of ${rule}.`;
  if (missing.missingRequests === undefined)
    return `Hold: if ${canary} goes on like this, no number of requests is enough to promote it.`;
  const rate = numberOf(missing, "requestsPerMinute");
  const time = rate > 0 ? `, ${minutes(missing.missingRequests / rate)} at this rate` : "";
  return `Hold: ${grouped(missing.missingRequests)} more requests of ${canary} are needed${time}.`;
};

/** The verdict in words: what was seen, by which rule it was judged, and what would change it. The rule that decided comes first. */
export const explain = (judgement: Judgement, context: Context = {}): readonly string[] => {
  const names = { stable: context.stable ?? "v1", canary: context.canary ?? "v2" };
  const { findings, rule } = judgement;
  const ordered = [
    ...findings.filter((finding) => finding.rule === rule),
    ...findings.filter((finding) => finding.rule !== rule),
  ];
  return [
    verdictOf(judgement, names.canary),
    ...ordered.flatMap((finding) => {
      const words = wordsOf(finding)(finding, names);
      const query = context.queries?.[finding.rule];
      return query === undefined || words.length === 0 ? words : [...words, `Its query: ${query}`];
    }),
  ];
};
