import { Hono } from "hono";
import { expose } from "./open-metrics.ts";

/** By name: each check throws when the service cannot serve because of it. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<void>>>;

/**
 * `/healthz`: the process is alive; `/readyz`: it can serve; `/metrics`: its metrics. Neither the ingress nor
 * other services reach them: mesh policy refuses, and the kubelet's probes come through the pod's own agent.
 */
export const healthRoutes = (checks: ReadinessChecks, draining: () => boolean): Hono =>
  new Hono()
    .get("/healthz", (c) => c.json({ status: "alive" }))
    .get("/readyz", async (c) => {
      if (draining()) return c.json({ status: "draining" }, 503);
      const failed = (
        await Promise.all(Object.entries(checks).map(([name, check]) => outcome(name, check)))
      ).filter((name) => name !== undefined);
      return failed.length === 0 ? c.json({ status: "ready" }) : c.json({ status: "not ready", failed }, 503);
    })
    .get("/metrics", async (c) => {
      const { type, text } = await expose(c.req.header("accept"));
      return c.body(text, 200, { "content-type": type });
    });

const outcome = (name: string, check: () => Promise<void>): Promise<string | undefined> =>
  check().then(
    () => undefined,
    () => name,
  );

const healthPath = /^[a-z]+:\/\/[^/]+\/(healthz|readyz|metrics)(\?|$)/;

/** Reports whether a request's URL is one that {@link healthRoutes} answers. */
export const isHealthPath = (url: string): boolean => healthPath.test(url);
