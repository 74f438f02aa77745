/**
 * A fake kubectl and helm over a folder. `objects.json` holds the objects, `calls.log` the calls.
 * Only the commands that are used on shared clusters are supported; any other fails.
 */
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import * as v from "valibot";

const Labels = v.optional(v.record(v.string(), v.string()));

const at = (thing: unknown, path: string): string => {
  const keys = path
    .replaceAll("\\.", "\0")
    .replaceAll("[0]", ".0")
    .split(".")
    .filter(Boolean)
    .map((key) => key.replaceAll("\0", "."));
  let place: unknown = thing;
  for (const key of keys)
    place = typeof place === "object" && place !== null ? Reflect.get(place, key) : undefined;
  return typeof place === "string" ? place : "<none>";
};

const get = (): string => {
  const [, kinds = "", ...names] = plain;
  if (flag("--raw")) return "ok";
  const found = read().filter(
    (thing) =>
      isOf(kindsOf(kinds), thing) &&
      (namespace === undefined || thing.metadata.namespace === namespace) &&
      (names.length === 0 || names.includes(thing.metadata.name)) &&
      chosen(thing),
  );
  const [, form = "", spec = ""] = /^([^=]*)=?(.*)$/.exec(flag("-o", "--output") ?? "") ?? [];
  if (form === "json")
    return names.length === 1 ? JSON.stringify(found[0] ?? "") : JSON.stringify({ items: found });
  if (form !== "custom-columns") return found.map(({ metadata }) => metadata.name).join("\n");
  const paths = spec.split(",").map((column) => column.slice(column.indexOf(":") + 1));
  return found.map((thing) => paths.map((path) => at(thing, path)).join("   ")).join("\n");
};
const Thing = v.looseObject({
  kind: v.string(),
  metadata: v.looseObject({
    name: v.string(),
    namespace: v.optional(v.string()),
    labels: Labels,
    annotations: Labels,
  }),
});
type Thing = v.InferOutput<typeof Thing>;
const Things = v.array(Thing);

const folder = process.env.FAKE_CLUSTER ?? "";
const [program = "", ...argv] = process.argv.slice(2);
const file = join(folder, "objects.json");
const read = (): Thing[] => v.parse(Things, JSON.parse(readFileSync(file, "utf8")));
const write = (things: readonly Thing[]) => writeFileSync(file, JSON.stringify(things));
const fail = (words: string): never => {
  process.stderr.write(`${words}\n`);
  process.exit(1);
};

/** The words of a command, and its flags with their values. */
const plain: string[] = [];
const flags = new Map<string, string>();
const alone =
  /^--(no-headers|ignore-not-found|all-namespaces|server-side|force-conflicts|install|wait|client)$/;
for (let i = 0; i < argv.length; i++) {
  const word = argv[i] ?? "";
  if (!word.startsWith("-")) plain.push(word);
  else if (word.includes("=")) flags.set(word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1));
  else if (alone.test(word)) flags.set(word, "");
  else flags.set(word, argv[++i] ?? "");
}
const flag = (...names: string[]) =>
  names.map((name) => flags.get(name)).find((value) => value !== undefined);
const namespace = flag("-n", "--namespace");

const chosen = ({ metadata: { labels } }: Thing): boolean =>
  (flag("-l", "--selector") ?? "").split(",").every((term) => {
    const [, key = "", operator, value] = /^(.*?)(!?=)(.*)$/.exec(term) ?? [];
    return term === "" || (operator === "=" ? labels?.[key] === value : labels?.[key] !== value);
  });
const kindsOf = (word: string) => word.split(",").map((kind) => kind.split(".")[0]?.toLowerCase());
const isOf = (kinds: (string | undefined)[], { kind }: Thing) =>
  kinds.includes(`${kind.toLowerCase()}s`) || kinds.includes(kind.toLowerCase());

const same = (a: Thing, b: Thing) =>
  a.kind === b.kind && a.metadata.name === b.metadata.name && a.metadata.namespace === b.metadata.namespace;

/** The API server stores a Secret's clear text as base64. */
const stored = ({ stringData, ...thing }: Thing): Thing => {
  if (stringData === undefined) return thing;
  const clear = Object.entries(v.parse(v.record(v.string(), v.string()), stringData));
  return {
    ...thing,
    data: Object.fromEntries(clear.map(([key, text]) => [key, Buffer.from(text).toString("base64")])),
  };
};

const apply = async (): Promise<string> => {
  const { items } = v.parse(v.object({ items: Things }), JSON.parse(await text(process.stdin)));
  let things = read();
  for (const item of items) {
    const there = things.find((thing) => same(thing, item));
    if (there?.metadata.annotations?.owner && flag("--force-conflicts") === undefined)
      fail(`Apply failed with 1 conflict: conflict with "${there.metadata.annotations?.owner}": .spec`);
    things = [...things.filter((thing) => !same(thing, item)), stored(item)];
  }
  write(things);
  return "";
};

const remove = (): string => {
  const [, , ...names] = plain;
  const gone = ({ kind, metadata }: Thing) =>
    (kind === "Namespace" && names.includes(metadata.name)) || names.includes(metadata.namespace ?? "");
  write(read().filter((thing) => !gone(thing)));
  return "";
};

const upgrade = (): string => {
  const [, name = ""] = plain;
  const labels = Object.fromEntries((flag("--labels") ?? "").split(",").map((pair) => pair.split("=")));
  const metadata = { name: `sh.helm.release.v1.${name}.v1`, namespace };
  const secret = {
    kind: "Secret",
    metadata: { ...metadata, labels: { owner: "helm", status: "deployed", name, ...labels } },
  };
  write([...read(), v.parse(Thing, secret)]);
  return "";
};

const uninstall = (): string => {
  const [, name = ""] = plain;
  const ofRelease = ({ metadata: { labels, annotations, ...metadata } }: Thing) =>
    metadata.namespace === namespace &&
    ((labels?.owner === "helm" && labels.name === name) ||
      annotations?.["meta.helm.sh/release-name"] === name);
  write(read().filter((thing) => !ofRelease(thing)));
  return "";
};

const commands: Record<string, () => string | Promise<string>> = {
  "kubectl version": () => process.env.FAKE_KUBECTL_VERSION ?? "",
  "helm version": () => process.env.FAKE_HELM_VERSION ?? "",
  "kubectl config": () => "kind-x\nproduction",
  "kubectl get": get,
  "kubectl apply": apply,
  "kubectl delete": remove,
  "kubectl api-resources": () =>
    [
      ...new Set(
        read().flatMap(({ kind, metadata }) => (metadata.namespace ? [`${kind.toLowerCase()}s`] : [])),
      ),
    ].join("\n"),
  "helm upgrade": upgrade,
  "helm uninstall": uninstall,
};
const command = `${program} ${plain[0] ?? ""}`;
if (!command.endsWith(" version"))
  appendFileSync(join(folder, "calls.log"), `${program} ${argv.join(" ")}\n`);
process.stdout.write(`${await (commands[command] ?? (() => fail(`not understood: ${command}`)))()}\n`);
