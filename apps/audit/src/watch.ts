import { createServer, type Server } from "node:http";
import { log, metrics } from "@caravan/service-kit";
import { type WaitingLetters, waitingLetters } from "@caravan/streams";
import type { Redis } from "ioredis";

/**
 * Serves `/metrics` with what waits in the broker, which no service may read. It is read at each scrape: a broker that does not answer
 * makes the scrape fail, where old numbers would look like good ones.
 */
export const watchBroker = (
  redis: Redis,
  port: number,
  showDeadLetters: (waiting: readonly WaitingLetters[], now: Date) => void,
): Server =>
  createServer(async ({ url }, response) => {
    if (url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    try {
      showDeadLetters(await waitingLetters(redis), new Date());
      response.writeHead(200, { "content-type": metrics.contentType }).end(await metrics.metrics());
    } catch (error) {
      log.warn({ err: error }, "the broker cannot be read");
      response.writeHead(503).end();
    }
  }).listen(port);
