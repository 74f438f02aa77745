import { fileURLToPath } from "node:url";
import { openTestDatabase } from "@caravan/database/testing";
import { sharesOf, type Ports as Traffic } from "@caravan/mesh";
import { installed, openMesh, synchronized, tableOf } from "@caravan/mesh/testing";
import type { Query, ReleaseNotice, StableImages, WhoCalls } from "@caravan/release-runner";
import { log, scopeHeader, subjectHeader } from "@caravan/service-kit";

import { createApp } from "../app.ts";
import { openLease } from "../database/lease.ts";
import { openReleases } from "../database/releases.ts";
import * as schema from "../database/schema.ts";
import { createBell } from "../engine/bell.ts";
import { startEngine } from "../engine/start-engine.ts";
import { servingOf } from "./serving-of.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

/** A cluster in memory; `away` makes its API fail, `pods` are those of each app that are ready. */
const fakeTraffic = () => {
  const mesh = openMesh(installed());
  const cluster = { away: false, pods: { v1: 1, v2: 1 } };
  const answers = async () => {
    if (cluster.away) throw new Error("the Kubernetes API does not answer");
  };
  const weightOf = (app: string): number => sharesOf(mesh.live(), [app]).get(app)?.[0] ?? 0;
  let writes = 0;
  const traffic: Traffic = {
    mesh: {
      ...mesh,
      list: async () => {
        await answers();
        return mesh.list();
      },
      write: async (service) => {
        await answers();
        writes++;
        return mesh.write(service);
      },
    },
    proxies: {
      running: async () =>
        ["order", "product"].map((app) => ({
          name: `calls-${app}.shop`,
          routes: async () => tableOf(app, weightOf(app)),
        })),
      synchronization: async () => synchronized(["calls-order.shop", "calls-product.shop"], String(writes)),
    },
    readyPods: async () => {
      await answers();
      return cluster.pods;
    },
  };
  return { traffic, mesh, cluster, weightOf };
};

/** The service over a real database and a cluster in memory. No metrics answer unless `query` does. */
export const openTestService = async () => {
  const test = await openTestDatabase({ migrationsFolder, schema });
  const { traffic, mesh, cluster, weightOf } = fakeTraffic();
  const now = () => new Date();

  const draining = new AbortController();
  /** Who can be told, what they were told, what an attempt waits for, and whether names are told. */
  const chat = { names: ["wecom"], told: [] as ReleaseNotice[], answers: async () => {}, away: false };
  const receivers = {
    names: async () => {
      if (chat.away) throw new Error("Alertmanager does not answer");
      return chat.names;
    },
    tell: async (notice: ReleaseNotice) => {
      await chat.answers();
      chat.told.push(notice);
    },
  };
  const counted: string[] = [];
  const countNotice = (about: string, outcome: string) => void counted.push(`${about} ${outcome}`);
  /** What does not fit when contracts are compared. */
  const contracts = {
    breaks: [] as string[],
    compare: async () => ({ versions: ["order v1"], breaks: contracts.breaks, unknown: [], unread: [] }),
  };
  /** Whom services call, as their images say. */
  const order: { calls: Record<string, string[]>; fails?: Error | undefined } = {
    calls: { order: ["product"] },
  };
  const whoCalls: WhoCalls = async () => {
    if (order.fails) throw order.fails;
    return order.calls;
  };
  const stableImages: StableImages = async (app) => [{ image: servingOf(app), digest: "" }];
  let query: Query = () => Promise.reject(new Error("the store of metrics does not answer"));

  /** A process of the service: its routes, and the engine once it is started. */
  const open = (holder: string, leaseSeconds = 15) => {
    const { database } = test;
    const bell = createBell();
    const releases = openReleases({ database, now, onChange: bell.ring });
    const lease = openLease(database, holder, leaseSeconds);
    const stores = { releases, lease, traffic, receivers, bell, whoCalls, stableImages };
    const dependencies = { app: "release", version: "v1", now, ...stores };
    const app = createApp({ ...dependencies, draining: draining.signal });
    const start = () =>
      startEngine({
        ...dependencies,
        ...{ query: (promql, at) => query(promql, at), compareContracts: contracts.compare },
        ...{ countNotice, log, restarts: async () => [] },
      });
    return { app, releases, lease, start };
  };
  const as = (subject: string, scope: string) => ({ [subjectHeader]: subject, [scopeHeader]: scope });
  return {
    ...{ open, as, mesh, cluster, weightOf, test, chat, counted, contracts, order },
    setQuery: (next: Query) => {
      query = next;
    },
    close: async () => {
      draining.abort();
      await test.close();
    },
  };
};
