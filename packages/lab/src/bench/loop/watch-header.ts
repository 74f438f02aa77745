import { setTimeout as sleep } from "node:timers/promises";
import { Trouble } from "@caravan/toolchain";
import { Client } from "undici";

/** An app at the ingress: a path that it answers, with any status. */
export interface Watched {
  app: string;
  path: string;
}

/** The timeout of a wait. */
const patienceMilliseconds = 60_000;
/** The polling interval: short against the measured times, but a poll costs the shop some CPU. */
const pauseMilliseconds = 20;

/** Polls one app through the ingress until the header changes. */
export interface HeaderWatch {
  app: string;
  /**
   * Resolves when the app answers with this value of the header, or without the header.
   *
   * @returns the number of polls that found the app not serving
   */
  until(header: string, value: string | undefined, signal: AbortSignal): Promise<number>;
  close(): Promise<void>;
}

/** @param from the local address to poll from: the ingress limits the rate of each */
export const watchHeader = (shop: string, { app, path }: Watched, from: string): HeaderWatch => {
  const client = new Client(shop, { localAddress: from, headersTimeout: 5000, bodyTimeout: 5000 });
  return {
    app,
    async until(header, value, signal) {
      const end = performance.now() + patienceMilliseconds;
      for (let failed = 0; performance.now() < end; ) {
        const reply = await client.request({ method: "GET", path, signal }).catch(() => undefined);
        await reply?.body.dump();
        signal.throwIfAborted();
        if (!reply || reply.statusCode >= 500) failed++;
        else if (reply.headers[header] === value) return failed;
        await sleep(pauseMilliseconds);
      }
      throw new Trouble(`${app} does not serve the edit after ${patienceMilliseconds / 1000} s.`, [
        "Look at Tilt's page or at the terminal of ./caravan dev.",
      ]);
    },
    close: () => client.destroy(),
  };
};
