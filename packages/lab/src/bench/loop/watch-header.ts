import { setTimeout as sleep } from "node:timers/promises";
import { Trouble } from "@caravan/toolchain";
import { Client } from "undici";

/** An app as a client of the ingress sees it: any path that it answers, with whatever status. */
export interface Watched {
  app: string;
  path: string;
}

/** Long after it is of interest. */
const patienceMilliseconds = 60_000;
/** Between two looks: short against what is measured, and a look costs the shop some of its CPU. */
const pauseMilliseconds = 20;

/** Looks at one app through the ingress until what it says changes. */
export interface HeaderWatch {
  app: string;
  /**
   * Resolves when the app answers with this value of the header, or without the header.
   *
   * @returns how many looks before found the app not serving
   */
  until(header: string, value: string | undefined, signal: AbortSignal): Promise<number>;
  close(): Promise<void>;
}

/** @param from the local address to look from: the ingress limits the rate of each */
export function watchHeader(shop: string, { app, path }: Watched, from: string): HeaderWatch {
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
}
