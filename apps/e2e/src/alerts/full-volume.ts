import { apply, kubectl } from "../harness/kubectl.ts";
import { startPlainPod } from "../harness/plain-pod.ts";
import type { Fault } from "./fault.ts";

const name = "proof-volume";
const storage = "8Mi";

/** A claim on a folder of the only node. */
const claimOf = (path: string, node: string) => `
apiVersion: v1
kind: PersistentVolume
metadata: { name: ${name} }
spec:
  capacity: { storage: ${storage} }
  accessModes: [ReadWriteOnce]
  storageClassName: ""
  local: { path: ${path} }
  nodeAffinity:
    required:
      nodeSelectorTerms: [{ matchExpressions: [{ key: kubernetes.io/hostname, operator: In, values: [${node}] }] }]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: ${name}, namespace: default }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: ""
  volumeName: ${name}
  resources: { requests: { storage: ${storage} } }
`;

/** A volume with a size of its own, unlike those of the embedded cluster: the memory of one pod, which another one claims. */
export const volumeFull: Fault = {
  what: "a program fills 98 % of its volume",
  fires: [{ alert: "VolumeAlmostFull", words: [name] }],
  // The kubelet looks once a minute.
  toldWithinSeconds: 300,
  overWithinSeconds: 300,
  inflict: async () => {
    const holder = await startPlainPod("proof-volume-holder", undefined, {
      emptyDir: { medium: "Memory", sizeLimit: storage },
    });
    const read = (path: string) =>
      kubectl("-n", "default", "get", "pod", "proof-volume-holder", "-o", `jsonpath={${path}}`);
    const [uid, node] = await Promise.all([read(".metadata.uid"), read(".spec.nodeName")]);
    await apply(claimOf(`/var/lib/kubelet/pods/${uid}/volumes/kubernetes.io~empty-dir/volume`, node));
    const writer = await startPlainPod("proof-volume-writer", undefined, {
      persistentVolumeClaim: { claimName: name },
    });
    await writer.run(
      `process.getBuiltinModule("node:fs").writeFileSync("/volume/full", Buffer.alloc(0.98 * 8 * 1024 * 1024));`,
    );
    return async () => {
      await writer.stop();
      await kubectl("-n", "default", "delete", "pvc", name);
      await kubectl("delete", "pv", name);
      await holder.stop();
    };
  },
};
