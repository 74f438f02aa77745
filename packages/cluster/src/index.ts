export { raiseMinimum, restoreMinimum } from "./autoscaler-minimum.ts";
export { BusyElsewhere } from "./busy-elsewhere.ts";
export { connectKube, type KubeOptions } from "./connect-kube.ts";
export { objectsIn } from "./documents.ts";
export { embeddedKube } from "./embedded-kube.ts";
export { envoyNamespaces, everyEnvoy, execIn, requireIstiod } from "./envoys.ts";
export { clusterFile, readClusterFile } from "./files.ts";
export { repositoryAndTag, servingImage } from "./images.ts";
export {
  labelled,
  ourLabel,
  ourNamespaces,
  releasesIn,
  requireInstalled,
  requireOurNamespaces,
  shopNamespaces,
} from "./installation.ts";
export { instance } from "./instance.ts";
export { isUnreachable } from "./is-unreachable.ts";
export type { Kube } from "./kube.ts";
export { databaseAddressOf, openDatabaseOf } from "./open-database.ts";
export { openRedis } from "./open-redis.ts";
export { isReady, type Pod, readPods } from "./pods.ts";
export { withPortForward } from "./port-forward.ts";
export { readSecret } from "./read-secret.ts";
export {
  changeRelease,
  deployedReleases,
  installRelease,
  type Release,
  rollBackRelease,
} from "./releases.ts";
export { runMigration } from "./run-migration.ts";
export { serviceAddress, serviceAddresses, tlsOrigin } from "./service-addresses.ts";
export { settleRelease } from "./settle-release.ts";
