import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { ToolName } from "../tools/catalogue.ts";
import type { ToolPaths } from "../tools/ensure.ts";
import { goModuleDir } from "../tools/go-sources.ts";
import { findOnPath } from "../tools/on-path.ts";
import type { ImageRecipe } from "./recipe.ts";
import type { RootFileSystem } from "./root-file-system.ts";

/** An image of one static program, called by its path in the image. */
export const programImage = (
  name: string,
  tool: ToolName,
  path: string,
  user: string,
  tools: ToolPaths,
): ImageRecipe => ({
  name,
  inputs: [tools.path(tool)],
  config: { entrypoint: [path], user },
  async stage(root) {
    await root.basics(user.startsWith("1337") ? { "istio-proxy": 1337 } : {});
    await root.authorities();
    await root.program(path, tools.path(tool));
  },
});

/** Istio's sidecar: its agent, Envoy, and iptables for the init container that catches a pod's traffic. */
export const proxyImage = async (tools: ToolPaths): Promise<ImageRecipe> => {
  const bootstrap = join(await goModuleDir("istio"), "tools/packaging/common/envoy_bootstrap.json");
  const files = {
    agent: tools.path("pilot-agent"),
    envoy: tools.path("envoy"),
    iptables: tools.path("iptables"),
  };
  return {
    name: "proxyv2",
    inputs: [files.agent, files.envoy, files.iptables, bootstrap],
    // Templates name the user: root for the init container, 1337 for the proxy.
    config: { entrypoint: ["/usr/local/bin/pilot-agent"], user: "0" },
    async stage(root) {
      await root.basics({ "istio-proxy": 1337 });
      await root.authorities();
      await root.program("/usr/local/bin/pilot-agent", files.agent);
      await root.program("/usr/local/bin/envoy", files.envoy);
      await root.file("/var/lib/istio/envoy/envoy_bootstrap_tmpl.json", bootstrap);
      await root.directory("/etc/istio/proxy", 0o777);
      await root.directory("/var/lib/istio/data", 0o777);
      await stageIptables(root);
    },
  };
};

/** Both of iptables' back ends with their plug-ins, under the names Istio looks for. */
const stageIptables = async (root: RootFileSystem): Promise<void> => {
  const backends = {
    "xtables-nft-multi": ["iptables-nft", "ip6tables-nft", "iptables", "ip6tables"],
    "xtables-legacy-multi": ["iptables-legacy", "ip6tables-legacy"],
  };
  for (const [program, names] of Object.entries(backends)) {
    const file = await findOnPath(program);
    if (!file) continue;
    await root.program(`/usr/sbin/${program}`, file);
    for (const name of names)
      for (const suffix of ["", "-save", "-restore"]) await root.link(`/usr/sbin/${name}${suffix}`, program);
  }
  const library = "/usr/lib";
  for (const entry of readdirSync(library)) {
    const folder = join(library, entry, "xtables");
    if (!existsSync(folder)) continue;
    for (const plugin of readdirSync(folder))
      if (plugin.endsWith(".so")) await root.program(join(folder, plugin), join(folder, plugin));
  }
  for (const file of ["/etc/protocols", "/etc/services"]) if (existsSync(file)) await root.file(file, file);
};
