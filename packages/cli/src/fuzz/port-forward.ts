import { execa } from "execa";
import type { Kube } from "../platform/kube.ts";

/** Leads a port of this machine to an app's own port, past its Envoy, while `work` runs. */
export async function withPortForward<T>(
  kube: Kube,
  namespace: string,
  app: string,
  work: (origin: string) => Promise<T>,
): Promise<T> {
  const context = kube.context ? ["--context", kube.context] : [];
  const args = [...context, "-n", namespace, "port-forward", `deploy/${app}`, ":8080"];
  const forward = execa("kubectl", args, { env: kube.environment, reject: false, stderr: "ignore" });
  try {
    for await (const line of forward) {
      const port = /127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port) return await work(`http://127.0.0.1:${port}`);
    }
    throw new Error(`kubectl could not forward a port to ${app}`);
  } finally {
    forward.kill();
    await forward;
  }
}
