export { type FakeCluster, openFakeCluster, type Thing } from "./fake-cluster.ts";
