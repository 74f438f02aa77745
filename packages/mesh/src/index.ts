export type { Cohorts } from "./cohorts.ts";
export { isReady, type Kubernetes, openTraffic, type Places, Pod, questions } from "./kubernetes.ts";
export { type Move, moveWeight, type Ports, refusedVersion } from "./move-weight.ts";
export type { Proxies, Proxy, RouteSync, RouteTable } from "./proxies.ts";
export { clearWeight, type Mesh, setWeight } from "./set-weight.ts";
export { sharesOf } from "./splits.ts";
export type { Behind, Stage } from "./verify.ts";
export { delegationsTo, VirtualService } from "./virtual-services.ts";
export { parseWeight, type Share, showShares, showWeight, weightTotal } from "./weights.ts";
