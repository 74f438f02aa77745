import { apply, kubectl, runScript } from "./kubectl.ts";

/** A program that only waits. */
const waits = "setInterval(() => {}, 1e9)";

/**
 * A pod outside of the mesh that runs a program; it has the storefront's image, which holds Node and nothing else.
 *
 * @param volume what is mounted at /volume, as a pod's manifest says it
 */
export const startPlainPod = async (
  name: string,
  program = waits,
  volume: object = { emptyDir: {} },
): Promise<{ run(script: string): Promise<unknown>; stop(): Promise<void> }> => {
  const image = await kubectl(
    "-n",
    "shop",
    "get",
    "deployment",
    "storefront",
    "-o",
    "jsonpath={.spec.template.spec.containers[0].image}",
  );
  await apply(`
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: default, labels: { app: ${name} } }
spec:
  terminationGracePeriodSeconds: 0
  automountServiceAccountToken: false
  securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: RuntimeDefault } }
  containers:
    - name: plain
      image: ${image}
      imagePullPolicy: IfNotPresent
      command: ["/usr/local/bin/node", "-e", ${JSON.stringify(program)}]
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } }
      volumeMounts: [{ name: volume, mountPath: /volume }]
  volumes: [${JSON.stringify({ name: "volume", ...volume })}]
`);
  await kubectl("-n", "default", "wait", "--for=condition=Ready", `pod/${name}`, "--timeout=120s");
  return {
    run: (script) => runScript(["-n", "default", name], script),
    stop: async () => {
      await kubectl("-n", "default", "delete", "pod", name, "--wait=false");
    },
  };
};
