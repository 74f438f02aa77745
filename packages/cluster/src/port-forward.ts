import { execa } from "execa";
import type { Kube } from "./kube.ts";

/** Forwards a port of this machine to an app's own port, past its Envoy, while `work` runs. @param target such as `deploy/order` or `pod/…` */
export const withPortForward = async <T>(
  kube: Kube,
  namespace: string,
  target: string,
  work: (origin: string) => Promise<T>,
): Promise<T> => {
  const context = kube.context ? ["--context", kube.context] : [];
  const args = [...context, "-n", namespace, "port-forward", target, ":8080"];
  const forward = execa("kubectl", args, { env: kube.environment, reject: false, stderr: "ignore" });
  try {
    // Not by iterating over its lines: leaving that loop would wait for the end of a process that must be killed.
    const port = await new Promise<string>((resolve, reject) => {
      let said = "";
      forward.stdout.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        const found = /127\.0\.0\.1:(\d+)/.exec(said)?.[1];
        if (found) resolve(found);
      });
      forward.stdout.on("end", () =>
        reject(new Error(`kubectl could not forward a port to ${target}: ${said}`)),
      );
    });
    return await work(`http://127.0.0.1:${port}`);
  } finally {
    forward.kill();
    await forward;
  }
};
