import * as v from "valibot";
import { objectsIn } from "./documents.ts";
import { labelled } from "./installation.ts";
import type { Kube } from "./kube.ts";

/** Names the run of a process: it finds and removes its own Job alone. */
export const runLabel = "caravan.dev/migration-run";

/** The cluster removes it by itself when its process was killed. */
const keptSeconds = 600;

const Rendered = v.looseObject({
  metadata: v.looseObject({ labels: v.record(v.string(), v.string()) }),
  spec: v.looseObject({}),
});

const Condition = v.object({
  type: v.string(),
  status: v.string(),
  lastTransitionTime: v.optional(v.string(), ""),
});
const Job = v.object({
  metadata: v.object({
    name: v.string(),
    creationTimestamp: v.optional(v.string()),
    labels: v.optional(v.record(v.string(), v.string()), {}),
  }),
  status: v.object({
    conditions: v.optional(v.array(Condition), []),
    failed: v.optional(v.number(), 0),
  }),
});
/** A Job as it stands. */
export type Job = v.InferOutput<typeof Job>;
const Jobs = v.pipe(v.string(), v.parseJson(), v.object({ items: v.array(Job) }));

/** The Job of a chart under a name and a label of its own: Helm's hook removes that of the chart's name before each upgrade, whatever it does. */
export const jobFrom = (
  yaml: string,
  name: string,
  run: string,
): { readonly name: string; readonly text: string } => {
  const [first] = objectsIn(yaml);
  const { metadata, spec, ...rest } = v.parse(Rendered, labelled(first));
  const { annotations: _, ...kept } = metadata;
  const named = { ...kept, name, labels: { ...kept.labels, [runLabel]: run } };
  const text = { ...rest, metadata: named, spec: { ...spec, ttlSecondsAfterFinished: keptSeconds } };
  return { name, text: JSON.stringify(text) };
};

/** The Jobs of a namespace. */
export const jobs = ({ kubectl }: Pick<Kube, "kubectl">, namespace: string) => ({
  /** Of this name, and of this run where it is said. */
  async find(name: string, run?: string): Promise<Job | undefined> {
    const selector = run === undefined ? runLabel : `${runLabel}=${run}`;
    const { items } = v.parse(
      Jobs,
      await kubectl(["-n", namespace, "get", "jobs", "-l", selector, "-o", "json"]),
    );
    return items.find(({ metadata }) => metadata.name === name);
  },
  /** Of two processes that create one of the same name, the API server lets one. */
  async create(text: string): Promise<"created" | "taken"> {
    try {
      await kubectl(["-n", namespace, "create", "-f", "-"], text);
      return "created";
    } catch (error) {
      if (/AlreadyExists|already exists/.test(String(error))) return "taken";
      throw error;
    }
  },
  /** That of a run, if it is there; waits until its pods are gone. */
  async remove(run: string): Promise<void> {
    const selector = ["-l", `${runLabel}=${run}`, "--ignore-not-found"];
    await kubectl(["-n", namespace, "delete", "jobs", ...selector, "--cascade=foreground", "--wait"]);
  },
});
