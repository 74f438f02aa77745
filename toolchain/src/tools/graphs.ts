import { moduleVersion, pins } from "../pins.ts";
import { replaceModule } from "./go-sources.ts";
import { prepareTilt, tiltRecipe } from "./tilt-sources.ts";

/** How the programs of a module graph are built, beside what lies in its folder of `toolchain/`. */
interface Graph {
  /** Values for variables of its programs, such as the version that a program tells. */
  stamps?: Readonly<Record<string, string>>;
  /** Build tags. */
  tags?: readonly string[];
  /** For a program that reads its own call stack. */
  keepsPaths?: boolean;
  /** Does in the copy of the folder what `derived.json` cannot say. */
  prepare?(source: string): Promise<void>;
  /** The text of `prepare`, if it is long: the programs are built again when it changes. */
  recipe?: readonly string[];
}

const kubernetes = moduleVersion("kubernetes");
const clusterStamps = {
  "k8s.io/component-base/version.gitVersion": kubernetes,
  "k8s.io/component-base/version.gitMajor": "1",
  "k8s.io/component-base/version.gitMinor": kubernetes.split(".")[1] ?? "",
  "k8s.io/client-go/pkg/version.gitVersion": kubernetes,
  "github.com/dapr/dapr/pkg/buildinfo.version": moduleVersion("dapr").slice(1),
  "istio.io/istio/pkg/version.buildVersion": pins.istioRelease,
  "istio.io/istio/pkg/version.buildStatus": "Clean",
  "github.com/containerd/containerd/v2/version.Version": moduleVersion("containerd"),
};

/** Every folder of `toolchain/` that holds a go.mod. */
const graphs = {
  go: { stamps: clusterStamps },
  "go-tilt": {
    keepsPaths: true,
    // With a version Tilt takes itself for a released one, and shows the page that is built into it.
    stamps: { "main.version": moduleVersion("tilt").slice(1), "main.date": "source" },
    prepare: prepareTilt,
    recipe: tiltRecipe,
  },
  "go-observe": {},
  // Its main is internal to it, so what is derived from it must lie in a copy of it.
  "go-jaeger": {
    stamps: { "github.com/jaegertracing/jaeger/internal/version.latestVersion": moduleVersion("jaeger") },
    prepare: (source) => replaceModule("jaeger", source, /^\/(docs|examples)(\/|$)/),
  },
  "go-adapter": { stamps: clusterStamps },
  // Without service discovery for every cloud; ours is Kubernetes.
  "go-promtool": { tags: ["remove_all_sd", "enable_kubernetes_sd"] },
  "go-kube-state": {},
  "go-exporters": {},
} satisfies Record<string, Graph>;

export type GraphName = keyof typeof graphs;
export const graphNames = Object.keys(graphs) as GraphName[];

/** Looks a graph up with the general type, where the exact one gets in the way. */
export const graphOf = (name: GraphName): Graph => graphs[name];

/** The build tags of a graph, as Go's commands take them. */
export const tagFlags = (name: GraphName): string[] => {
  const { tags } = graphOf(name);
  return tags ? [`-tags=${tags.join(",")}`] : [];
};

/**
 * The same for every package of a graph, so that each is compiled once for all programs. No DWARF: the programs are
 * stripped, and not writing it saves a tenth of the time.
 */
export const compileFlags = (name: GraphName): string[] => [
  ...(graphOf(name).keepsPaths ? [] : ["-trimpath"]),
  ...tagFlags(name),
  "-gcflags=all=-dwarf=false",
];

/** What one program of a graph is linked with; `own` are stamps that its neighbours do not share. */
export const linkFlags = (name: GraphName, own: Readonly<Record<string, string>> = {}): string =>
  `-ldflags=-s -w ${Object.entries({ ...graphOf(name).stamps, ...own })
    .map(([variable, value]) => `-X ${variable}=${value}`)
    .join(" ")}`;
