import { readCatalogue } from "../catalogue.ts";
import { type LoadResult, runClosedLoop, type Send } from "../load/closed-loop.ts";
import { sendAgainAndAgain } from "../load/http-lane.ts";
import type { CpuUse } from "../processes/cpu.ts";
import { type Shopper, withShoppers } from "../shoppers.ts";
import type { LoadOptions, Stage } from "../stage.ts";

/** One way of reading a product. */
export interface PageRun {
  what: string;
  connections: number;
  load: LoadResult;
  cpu: CpuUse;
}

/** What is read. */
export const pageTargets = [
  { what: "product page", path: (id: string) => `/products/${id}` },
  { what: "product API", path: (id: string) => `/v1/products/${id}` },
];

/** Reads all products in turn through the ingress: as a page, and from the API behind it. */
export const runPages = async (stage: Stage, { seconds, connections }: LoadOptions): Promise<PageRun[]> => {
  const ids = (await readCatalogue(stage.addresses.shop)).map(({ id }) => id);
  const meter = await stage.meter();
  const runs: PageRun[] = [];
  for (const { what, path } of pageTargets) {
    for (const lanes of connections) {
      stage.note(`${what}, ${lanes} at a time …`);
      const run = await withShoppers(stage, lanes, async (shoppers) => {
        const sends = readers(shoppers, ids.map(path));
        await runClosedLoop(sends, Math.min(3, seconds), stage.signal); // connections, compiled code
        const { result: load, cpu } = await meter.during(() => runClosedLoop(sends, seconds, stage.signal));
        return { what, connections: lanes, load, cpu };
      });
      runs.push(run);
    }
  }
  return runs;
};

/** Each shopper reads all of these in turn, from another one on. */
export const readers = (shoppers: readonly Shopper[], paths: readonly string[]): Send[] =>
  shoppers.map((shopper, number) => visits(shopper, paths, number));

const visits = ({ lane, headers }: Shopper, paths: readonly string[], first: number): Send => {
  const requests = paths.map((path) => ({ method: "GET" as const, path, headers }));
  let turn = first;
  return sendAgainAndAgain(lane, () => {
    const next = requests[turn++ % requests.length];
    if (!next) throw new Error("the shop sells nothing");
    return next;
  });
};
