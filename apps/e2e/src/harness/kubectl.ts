import { Trouble } from "@caravan/toolchain";
import { execa } from "execa";
import { kube, root } from "./shop.ts";

/** Runs kubectl against the shop's cluster and returns its output. */
export const kubectl = async (...args: string[]): Promise<string> => (await kube()).kubectl(args);

/** Creates or changes objects from a manifest. */
export const apply = async (manifest: string): Promise<void> => {
  await execa("./caravan", ["kubectl", "apply", "-f", "-"], { cwd: root, input: manifest });
};

/** Runs the body of an async function with Node, in the `target` (arguments of kubectl exec), and returns its result. */
export const runScript = async (target: readonly string[], script: string): Promise<unknown> => {
  const code = `(async () => { ${script} })().then((r) => console.log(JSON.stringify(r ?? null)), (e) => console.log(JSON.stringify({ error: String(e.cause?.code ?? e) })))`;
  return JSON.parse(await kubectl("exec", ...target, "--", "node", "-e", code));
};

/** Runs a script inside an app's own container, so that it speaks with that app's identity. */
export const inPod = (
  workload: string,
  script: string,
  container: string = workload.replace(/^.*\//, "").replace(/-v2$/, ""),
): Promise<unknown> => runScript(["-n", "shop", workload, "-c", container], script);

/** A value of a Kubernetes Secret, in clear text. */
export const secretValue = async (namespace: string, name: string, key: string): Promise<string> =>
  kubectl(
    "-n",
    namespace,
    "get",
    "secret",
    name,
    "-o",
    `go-template={{index .data "${key}" | base64decode}}`,
  );

/** Names of the running pods of one version of an app. */
export const podsOf = async (app: string, version = "v1"): Promise<string[]> =>
  (
    await kubectl(
      "-n",
      "shop",
      "get",
      "pods",
      "-l",
      `app=${app},version=${version}`,
      "--field-selector=status.phase=Running",
      "-o",
      "jsonpath={.items[*].metadata.name}",
    )
  )
    .split(" ")
    .filter((name) => name !== "");

/** The name of one running pod of an app. */
export const podOf = (app: string, namespace = "shop"): Promise<string> =>
  kubectl(
    ...["-n", namespace, "get", "pods", "-l", `app=${app}`, "--field-selector=status.phase=Running"],
    ...["-o", "jsonpath={.items[0].metadata.name}"],
  );

/** Wants so many pods of a workload; does not wait for them. */
export const scale = (workload: string, replicas: number, namespace = "shop"): Promise<string> =>
  kubectl("-n", namespace, "scale", workload, `--replicas=${replicas}`);

/** Waits until every pod of a workload is ready. @throws Error that says why pods are not */
export const rolledOut = async (workload: string, namespace = "shop"): Promise<void> => {
  const name = workload.includes("/") ? workload : `deployment/${workload}`;
  const cluster = await kube();
  await cluster.rolledOut(namespace, name, 180).catch((error: unknown) => {
    // A test shows an error's message only.
    throw error instanceof Trouble ? new Error([error.message, ...error.remedies].join("\n")) : error;
  });
};
