import { readCatalogue } from "../catalogue.ts";
import { type LoadResult, runClosedLoop } from "../load/closed-loop.ts";
import { type Lane, openLane, sendAgainAndAgain } from "../load/http-lane.ts";
import type { CpuUse } from "../processes/cpu.ts";
import type { LoadOptions, Stage } from "../stage.ts";

/** One way of reading a product. */
export interface PageRun {
  what: string;
  connections: number;
  load: LoadResult;
  cpu: CpuUse;
}

const targets = [
  { what: "product page", path: (id: string) => `/products/${id}` },
  { what: "product API", path: (id: string) => `/v1/products/${id}` },
];

/** Reads all products in turn through the ingress: as a page, and from the API behind it. */
export async function runPages(stage: Stage, { seconds, connections }: LoadOptions): Promise<PageRun[]> {
  const ids = (await readCatalogue(stage.addresses.shop)).map(({ id }) => id);
  const meter = await stage.meter();
  const runs: PageRun[] = [];
  for (const { what, path } of targets) {
    for (const lanes of connections) {
      stage.note(`${what}, ${lanes} at a time …`);
      const open = stage.sources(lanes).map((from) => openLane(stage.addresses.shop, from));
      try {
        const sends = open.map((lane, number) => visits(lane, ids.map(path), number));
        await runClosedLoop(sends, Math.min(3, seconds), stage.signal); // connections, compiled code
        const { result: load, cpu } = await meter.during(() => runClosedLoop(sends, seconds, stage.signal));
        runs.push({ what, connections: lanes, load, cpu });
      } finally {
        await Promise.all(open.map((lane) => lane.close()));
      }
    }
  }
  return runs;
}

function visits(lane: Lane, paths: readonly string[], first: number) {
  const requests = paths.map((path) => ({ method: "GET" as const, path, headers: {} }));
  let turn = first;
  return sendAgainAndAgain(lane, () => {
    const next = requests[turn++ % requests.length];
    if (!next) throw new Error("the shop sells nothing");
    return next;
  });
}
