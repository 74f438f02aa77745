/** The embedded cluster: one Kubernetes node in namespaces of its own, built from the pinned tools. */
export { type Addresses, addressesOf, slotAt, tiltPort } from "./addresses.ts";
export { certificatesIn } from "./certificates.ts";
export { type Containerd, connectContainerd } from "./containerd.ts";
export { requireHost } from "./host.ts";
export { type Instance, instanceOf, stateHome } from "./instance.ts";
export { exclusively, lockHolder } from "./lock.ts";
export { type BootingNode, bootNode, leadToBank, nodeRuns, stopNode } from "./node.ts";
export { type DaprAuthority, daprAuthority, endingDaprAuthority } from "./pki.ts";
export { nodePid } from "./processes.ts";
export { heldSlot, releaseSlot, takeSlot } from "./slot.ts";
export { daemonsOf, pidSpaceOf, processesOf } from "./visible-processes.ts";
