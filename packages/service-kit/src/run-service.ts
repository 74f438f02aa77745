import type { Server } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { handedOverPath } from "@caravan/contracts";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import type { ServiceConfig } from "./config.ts";
import type { Background } from "./every.ts";
import { healthRoutes, isHealthPath, type ReadinessChecks } from "./health.ts";
import { type Logger, log } from "./log.ts";
import type { Router } from "./router.ts";
import { startTelemetry } from "./telemetry.ts";

/** The parts of an app, once its dependencies are open. */
export interface ServiceParts {
  readonly routes: Router;
  /** Served on the loopback port, where only this pod's daprd can reach it; of it `/handed-over/` on the mesh's port too. */
  readonly subscriptions?: Hono;
  /** Served with TLS by apps outside the mesh, which have no Envoy to do it. */
  readonly tls?: {
    readonly port: number;
    readonly cert: string;
    readonly key: string;
    readonly routes: Router;
  };
  /** Each check throws when the service cannot serve because of it. */
  readonly ready: ReadinessChecks;
  readonly background?: readonly Background[];
  /** Called when the drain begins; ends long-lived work such as streams. */
  readonly onDrain?: () => void;
  readonly close?: readonly { close(): Promise<void> }[];
}

/** Longest wait for requests under way once listening has stopped. */
const finishSeconds = 20;

/**
 * Runs a service from start to drain: opens its parts, listens, and on SIGTERM first fails readiness, goes on serving
 * while the mesh takes the pod out, lets requests under way finish, then stops background work and closes everything.
 * Exits 1 when the start fails, so that Kubernetes tries again.
 */
export const runService = async (
  config: ServiceConfig,
  open: (service: { readonly log: Logger }) => Promise<ServiceParts>,
): Promise<void> => {
  const stopTelemetry = await startTelemetry({
    app: config.APP_ID,
    version: config.APP_VERSION,
    endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    slowMilliseconds: config.TRACE_SLOW_MILLISECONDS,
  });
  const parts = await open({ log }).catch((error: unknown) => {
    log.fatal({ err: error }, "start failed");
    process.exit(1);
  });
  let draining = false;
  const health = healthRoutes(parts.ready, () => draining);
  const subscriptions = parts.subscriptions ?? noSubscriptions();
  /** A stream of events needs the connection itself. */
  const answer = (request: Request, bindings: object) => {
    if (isHealthPath(request.url)) return health.fetch(request);
    return (isHandedOver(request.url) ? subscriptions : parts.routes.hono).fetch(request, bindings);
  };
  // daprd checks there before it delivers: an app whose database is down gets no events, which wait in the broker.
  const deliver = (request: Request) => (isHealthPath(request.url) ? health : subscriptions).fetch(request);
  const servers = [
    listen(answer, config.PORT, "::"),
    listen(deliver, config.SIDECAR_PORT, "127.0.0.1"),
    ...(parts.tls === undefined
      ? []
      : [
          listen(parts.tls.routes.hono.fetch, parts.tls.port, "::", {
            cert: parts.tls.cert,
            key: parts.tls.key,
          }),
        ]),
  ];
  log.info({ port: config.PORT }, "serving");
  await signal();
  draining = true;
  parts.onDrain?.();
  log.info({ drainSeconds: config.DRAIN_SECONDS }, "draining");
  for (const server of servers)
    server.prependListener("request", (_, response) => response.setHeader("connection", "close"));
  await sleep(config.DRAIN_SECONDS * 1000);
  await Promise.race([
    Promise.all(servers.map(finish)),
    sleep(finishSeconds * 1000, undefined, { ref: false }),
  ]);
  await Promise.all((parts.background ?? []).map((work) => work.stop()));
  for (const part of parts.close ?? []) await part.close();
  await stopTelemetry();
  log.info("stopped");
  process.exit(0);
};

/** An event that another pod of this app was delivered. Mesh policy lets no other app post it. */
const isHandedOver = (url: string): boolean =>
  url.startsWith(handedOverPath, url.indexOf("/", "https://".length));

const noSubscriptions = (): Hono => new Hono().get("/dapr/subscribe", (c) => c.json([]));

const listen = (
  fetch: (request: Request, bindings: object) => Response | Promise<Response>,
  port: number,
  hostname: string,
  tls?: ServerOptions,
): Server => {
  const secured = tls === undefined ? {} : { createServer: createTlsServer, serverOptions: tls };
  const server = serve({ fetch, port, hostname, ...secured }) as Server;
  // daprd keeps idle connections for 90 s and Envoy for an hour: the side that closes first must be the caller.
  server.keepAliveTimeout = 65 * 60 * 1000;
  // The gateway forwards only complete requests, within 15 s (mesh/istio/templates/limits.yaml). This is for all other callers.
  server.requestTimeout = 60 * 1000;
  server.on("error", (error) => {
    log.fatal({ err: error, port }, "cannot listen");
    process.exit(1);
  });
  return server;
};

const finish = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    // A connection becomes idle only when its last request ends, so idle ones are swept until none is left.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearInterval(sweep);
      resolve();
    });
  });

const signal = (): Promise<void> =>
  new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
  });
