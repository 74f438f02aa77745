import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { gunzipSync } from "node:zlib";
import * as v from "valibot";
import type { Kube } from "./kube.ts";
import { digestLabel } from "./releases.ts";

const File = v.object({ name: v.string(), data: v.string() });
const Values = v.record(v.string(), v.unknown());

/** What Go leaves empty is null. */
const Stored = v.object({
  config: v.nullish(Values),
  chart: v.object({
    metadata: Values,
    values: v.nullish(Values),
    schema: v.nullish(v.string()),
    templates: v.array(File),
    files: v.nullish(v.array(File)),
  }),
});

const Secrets = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    items: v.array(
      v.object({
        metadata: v.object({ labels: v.record(v.string(), v.string()) }),
        data: v.object({ release: v.string() }),
      }),
    ),
  }),
);

/** A release as Helm keeps it in its Secret. */
export interface StoredRelease {
  /** The values that were given to its chart. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What it was installed from; undefined for one that we did not install. */
  readonly digest: string | undefined;
  /** Runs with its own chart in a folder: that of a checkout may be another one by now. */
  withChart<T>(run: (folder: string) => Promise<T>): Promise<T>;
}

const bytes = (base64: string): Buffer => Buffer.from(base64, "base64");

/** The deployed release of this name; undefined when there is none. */
export const storedRelease = async (
  { kubectl }: Pick<Kube, "kubectl">,
  namespace: string,
  name: string,
): Promise<StoredRelease | undefined> => {
  const selector = `owner=helm,name=${name},status=deployed`;
  const { items } = v.parse(
    Secrets,
    await kubectl(["-n", namespace, "get", "secrets", "-l", selector, "-o", "json"]),
  );
  const [secret] = items;
  if (secret === undefined) return undefined;
  // Encoded once by Helm, and once more by Kubernetes.
  const text = gunzipSync(bytes(bytes(secret.data.release).toString())).toString();
  const { config, chart } = v.parse(v.pipe(v.string(), v.parseJson(), Stored), text);
  const files = new Map([
    ["Chart.yaml", Buffer.from(JSON.stringify(chart.metadata))],
    ["values.yaml", Buffer.from(JSON.stringify(chart.values ?? {}))],
    ...(chart.schema ? [["values.schema.json", bytes(chart.schema)] as const] : []),
    ...[...chart.templates, ...(chart.files ?? [])].map(
      ({ name: file, data }) => [file, bytes(data)] as const,
    ),
  ]);
  return {
    values: config ?? {},
    digest: secret.metadata.labels[digestLabel],
    async withChart(run) {
      const folder = await mkdtemp(join(tmpdir(), "caravan-chart-"));
      try {
        for (const [file, data] of files) {
          // A name that leads out of the folder is none of a chart.
          if (normalize(file).startsWith("..")) continue;
          await mkdir(dirname(join(folder, file)), { recursive: true });
          await writeFile(join(folder, file), data);
        }
        return await run(folder);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  };
};
