import { sideBySide, type Version } from "@caravan/contract-check/side-by-side";
import type { Kubernetes } from "@caravan/mesh";
import { NotKnown } from "@caravan/release-engine";
import type { CompareContracts, Comparison } from "./ports.ts";
import { openRunningContracts, type RunningContracts, type Said, type Serving } from "./running-contracts.ts";
import { openWhoCalls, type WhoCalls } from "./who-calls.ts";

/** Findings that are told; more of them say nothing new. */
const mostFindings = 100;
const longest = 500;

/** `order v2 sha256:0123456789ab` */
const nameWithImage = ({ name, image }: Serving): string =>
  `${name} ${image.replace(/^.*(sha256:[0-9a-f]{12}).*$/, "$1")}`.trim().slice(0, longest);

const inOrder = (lines: Iterable<string>): string[] => {
  const all = [...new Set(lines)].sort().map((line) => line.slice(0, longest));
  return all.length > mostFindings
    ? [...all.slice(0, mostFindings), `and ${all.length - mostFindings} more`]
    : all;
};

const compare = (service: string, known: readonly (readonly [Serving, Said])[]): Comparison => {
  const versions = known.flatMap(([{ app, version }, said]): (Version & { readonly app: string })[] =>
    said === null || said === "unread" ? [] : [{ app, version, contracts: said }],
  );
  const isFresh = ({ app, version }: { app: string; version: string }) => app === service && version === "v2";
  const others = versions.filter((one) => !isFresh(one));
  const named = (what: Said) => inOrder(known.flatMap(([{ name }, said]) => (said === what ? [name] : [])));
  return {
    versions: inOrder(known.map(([one]) => nameWithImage(one))),
    breaks: inOrder(versions.filter(isFresh).flatMap((fresh) => sideBySide(fresh, others))),
    unknown: named(null),
    unread: named("unread"),
  };
};

/** Compares contracts by what the images of the shop's pods carry. */
const comparing =
  (contracts: RunningContracts): CompareContracts =>
  async (service) => {
    const all = await contracts.list();
    if (!all.some(([{ app, version }]) => app === service && version === "v2"))
      throw new NotKnown(`v2 of ${service} has no pod that is ready, so its contracts are not known`);
    return compare(service, await contracts.read(all));
  };

/** What the contracts tell that the images of a shop's pods carry: each image is asked once for both. */
export const openContracts = (
  kubernetes: Pick<Kubernetes, "pods" | "exec">,
  shop: string,
): { readonly compareContracts: CompareContracts; readonly whoCalls: WhoCalls } => {
  const contracts = openRunningContracts(kubernetes, shop);
  return { compareContracts: comparing(contracts), whoCalls: openWhoCalls(contracts) };
};
