import { setTimeout as sleep } from "node:timers/promises";
import { createRouter, defineConfig, openService } from "./index.ts";

/** A service for run-service.test.ts: one fast route and one that takes longer than the drain. */
let started = 0;
await openService(defineConfig({}), async ({ app, version }) => {
  const routes = createRouter({ app, version });
  routes.hono.get("/fast", (c) => c.text("ok"));
  routes.hono.get("/started", (c) => c.text(String(started)));
  routes.hono.get("/slow", async (c) => {
    started += 1;
    await sleep(2500);
    return c.text("done");
  });
  return { routes };
});
