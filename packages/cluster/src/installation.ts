import { namespaces, Trouble } from "@caravan/toolchain";
import * as v from "valibot";
import type { Kube } from "./kube.ts";

/**
 * The label on everything that Caravan installs on a cluster: namespaces, Helm releases, applied objects. Objects without it belong to
 * others: they are neither taken over nor removed.
 */
export const ourLabel = { key: "caravan.dev/installation", value: "shop" } as const;

/** Selects our objects. */
export const ours = `${ourLabel.key}=${ourLabel.value}`;

/** The namespaces of the shop itself; `down --wipe` may delete these. */
export const shopNamespaces: readonly string[] = Object.values(namespaces);

const WithLabels = v.looseObject({
  metadata: v.looseObject({ labels: v.optional(v.nullable(v.record(v.string(), v.string()))) }),
});

/** A copy with our label; anything but a Kubernetes object is unchanged. */
export const labelled = (document: unknown): unknown => {
  const parsed = v.safeParse(WithLabels, document);
  if (!parsed.success) return document;
  const { metadata } = parsed.output;
  const labels = { ...metadata.labels, [ourLabel.key]: ourLabel.value };
  return { ...parsed.output, metadata: { ...metadata, labels } };
};

const lines = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");

/** The names of objects of one kind, with our label or (`!`) without it. Only names are read. */
const namesOf = async (kube: Kube, args: readonly string[]): Promise<string[]> => {
  const column = ["--no-headers", "-o", "custom-columns=NAME:.metadata.name"];
  return lines(await kube.kubectl(["get", ...args, ...column])).map((line) => line.trim());
};

/** Those of these namespaces that exist and are ours. */
export const ourNamespaces = async (kube: Kube, names: readonly string[]): Promise<string[]> => {
  const found = await namesOf(kube, ["namespaces", "-l", ours]);
  return names.filter((name) => found.includes(name));
};

/**
 * Checks that none of these namespaces belongs to others.
 *
 * @throws Trouble naming those that exist without our label
 */
export const requireOurNamespaces = async (kube: Kube, names: readonly string[]): Promise<void> => {
  const found = await namesOf(kube, ["namespaces", "-l", `${ourLabel.key}!=${ourLabel.value}`]);
  const foreign = names.filter((name) => found.includes(name));
  if (foreign.length === 0) return;
  throw new Trouble(
    `This cluster has namespaces of these names already, and Caravan did not make them: ${foreign.join(", ")}.`,
    [
      "Their content is not touched. Use another cluster, or rename or remove them yourself.",
      `If an earlier Caravan made them, label them as ours: kubectl label namespace ${foreign.join(" ")} ${ours}`,
    ],
  );
};

/** @throws Trouble when the shop was never installed on this cluster */
export const requireInstalled = async (kube: Kube): Promise<void> => {
  if ((await ourNamespaces(kube, [namespaces.shop])).length > 0) return;
  throw new Trouble(`Caravan is not installed on the cluster of context ${kube.context ?? "?"}.`, [
    `Install it: ./caravan up --context ${kube.context ?? "NAME"}`,
    "Or choose another cluster: ./caravan use embedded",
  ]);
};

/** The Helm releases in a namespace, ours or foreign, in any state; of their Secrets only labels are read. */
export const releasesIn = async (
  kube: Kube,
  namespace: string,
  whose: "ours" | "others",
): Promise<string[]> => {
  const selector = `owner=helm,${ourLabel.key}${whose === "ours" ? "=" : "!="}${ourLabel.value}`;
  const column = ["--no-headers", "-o", "custom-columns=NAME:.metadata.labels.name"];
  const names = await kube.kubectl(["-n", namespace, "get", "secrets", "-l", selector, ...column]);
  return [...new Set(lines(names).map((line) => line.trim()))];
};

/** @throws Trouble when a foreign release of this name exists */
export const requireOurRelease = async (kube: Kube, namespace: string, name: string): Promise<void> => {
  if (!(await releasesIn(kube, namespace, "others")).includes(name)) return;
  // Early revisions of ours may lack the label.
  if ((await releasesIn(kube, namespace, "ours")).includes(name)) return;
  throw new Trouble(
    `The Helm release "${name}" in namespace ${namespace} was not made by Caravan; it is not changed.`,
    ["Use another cluster, or uninstall or rename it yourself."],
  );
};
