import { join } from "node:path";
import { checkout, type ToolPaths } from "@caravan/toolchain";
import { execa } from "execa";
import * as v from "valibot";
import { renderChart } from "../render-chart.ts";

const Named = v.looseObject({ kind: v.string(), metadata: v.looseObject({ name: v.string() }) });
const Env = v.object({ name: v.string(), value: v.optional(v.string()) });
const Archive = v.looseObject({
  spec: v.looseObject({
    jobTemplate: v.looseObject({
      spec: v.looseObject({
        template: v.looseObject({
          spec: v.looseObject({ containers: v.looseTuple([v.looseObject({ env: v.array(Env) })]) }),
        }),
      }),
    }),
  }),
});
const Deployment = v.looseObject({
  spec: v.looseObject({
    template: v.looseObject({
      spec: v.looseObject({ containers: v.looseTuple([v.looseObject({ args: v.array(v.string()) })]) }),
    }),
  }),
});
const Files = v.looseObject({ data: v.record(v.string(), v.string()) });

/** The chart as it renders, with every tier on a volume. */
export interface Chart {
  /** Files of a ConfigMap. */
  readonly files: (name: string) => Readonly<Record<string, string>>;
  /** Flags of a Deployment's program, but for where it keeps its data. */
  readonly flags: (name: string) => readonly string[];
  /** What the archive's Job finds in its environment. */
  readonly archive: Readonly<Record<string, string>>;
}

/** Renders the chart with every tier on. */
export const renderTiers = async (tools: ToolPaths): Promise<Chart> => {
  const objects = await renderChart(tools, "--set", "tiers.warm.enabled=true,tiers.cold.enabled=true");
  const all = objects.filter((object) => v.is(Named, object));
  const find = (kind: string, name: string): unknown =>
    all.find((document) => document.kind === kind && document.metadata.name === name);
  const job = v.parse(Archive, find("CronJob", "tiers-archive")).spec.jobTemplate.spec.template.spec;
  return {
    files: (name) => v.parse(Files, find("ConfigMap", name)).data,
    flags: (name) =>
      v
        .parse(Deployment, find("Deployment", name))
        .spec.template.spec.containers[0].args.filter(
          (flag) => !/^-(storageDataPath|memory|storageNode|promscrape)/.test(flag),
        ),
    archive: Object.fromEntries(job.containers[0].env.map(({ name, value = "" }) => [name, value])),
  };
};

/** Runs tiers.sh with the chart's policies, and addresses of this machine. */
export const runTiers = (
  { archive }: Chart,
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
) =>
  execa("sh", [join(checkout, "charts/observability/archive/tiers.sh"), ...args], {
    env: { ...archive, ...env },
    all: true,
  });
