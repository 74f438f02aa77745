import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabaseOf } from "@caravan/cluster";
import { euros, flashStaffRoutes, type SaleFile } from "@caravan/contracts";
import { openStaffApi, type StaffApi } from "@caravan/operations/staff";
import type { Connection, RowDataPacket } from "mysql2/promise";
import { readCatalogue } from "../catalogue.ts";
import { deployPods } from "../hop/deploy.ts";
import { throughIngress } from "../hop/run-hop.ts";
import { type LoadResult, type Note, sumUp } from "../load/closed-loop.ts";
import { type Lane, openLane } from "../load/http-lane.ts";
import type { CpuUse } from "../processes/cpu.ts";
import type { Stage } from "../stage.ts";
import { gatherCrowd, type Participant } from "./crowd.ts";

/** One rush at so many requests at a time. */
export interface FlashRun {
  readonly connections: number;
  readonly shoppers: number;
  readonly pieces: number;
  /** Every click that was decided; "sold out" is a decision. */
  readonly load: LoadResult;
  /** How often each decision was told. */
  readonly told: Readonly<Record<string, number>>;
  /** From the first click until the last piece had a ticket. */
  readonly soldOutSeconds: number;
  /** From the first click until every ticket was an order. */
  readonly orderedSeconds: number;
  readonly cpu: CpuUse;
  /** A bare call through the ingress, measured in the same run. */
  readonly bare: LoadResult;
}

/** What is sold, and to how many. */
export interface FlashOptions {
  readonly connections: readonly number[];
  /** Seconds of the bare calls. */
  readonly seconds: number;
  readonly shoppers: number;
  readonly pieces: number;
}

/** A rush: all shoppers take part beforehand, then each clicks one to five times, as fast as so many connections can. */
export const runFlash = async (stage: Stage, options: FlashOptions): Promise<FlashRun[]> => {
  await deployPods(stage);
  const staff = await openStaffApi({ kube: stage.kube, shop: stage.addresses.shop });
  const database = await openDatabaseOf(stage.kube, "flash");
  stage.atTheEnd(() => database.end());
  const bare = throughIngress(stage);
  const meter = await stage.meter();
  const runs: FlashRun[] = [];
  // A rush takes an article's whole stock, and unpaid orders keep it for a while: each has one of its own.
  const articles = await readCatalogue(stage.addresses.shop);
  for (const [i, connections] of options.connections.entries()) {
    const sku = articles[i % articles.length]?.sku ?? "";
    const lanes = stage.sources(connections).map((from) => openLane(stage.addresses.shop, from));
    stage.atTheEnd(() => Promise.all(lanes.map((lane) => lane.close())));
    await bare(connections, 1);
    const bareLoad = await bare(connections, options.seconds);
    stage.note(`flash, ${connections} at a time: ${options.shoppers} shoppers take part …`);
    const sale = await announce(staff, sku, options);
    const crowd = await Promise.all(
      lanes.map((lane) => gatherCrowd(lane, sale.id, Math.ceil(options.shoppers / connections))),
    );
    await untilOpen(staff, sale, stage.signal);
    stage.note(`flash, ${connections} at a time: the rush …`);
    const started = performance.now();
    const ordered = watchOrders(database, sale.id, options.pieces, started, stage.signal);
    const { result, cpu } = await meter.during(() =>
      rush(sale.id, lanes, crowd, options.pieces, stage.signal),
    );
    const body = { reason: "the benchmark is over" };
    const orderedSeconds = await ordered;
    await staff.call(flashStaffRoutes.endSale, {
      params: { saleId: sale.id },
      body,
      idempotencyKey: randomUUID(),
    });
    runs.push({
      ...{ connections, shoppers: crowd.flat().length, pieces: options.pieces, cpu, bare: bareLoad },
      ...{ ...result, orderedSeconds },
    });
  }
  return runs;
};

/** Announces a sale that opens when the crowd is there. */
const announce = async (
  staff: StaffApi,
  sku: string,
  { pieces, shoppers }: FlashOptions,
): Promise<SaleFile> => {
  const opens = Date.now() + 1000 * (10 + shoppers / 150);
  const terms = {
    ...{ sku, pieces, price: euros(990), line: 0, perAddress: 100_000, lotMilliseconds: 0, paySeconds: 900 },
    opensAt: new Date(opens).toISOString(),
    endsAt: new Date(opens + 3600_000).toISOString(),
  };
  const body = { terms, reason: "a benchmark" };
  const { id: saleId } = await staff.call(flashStaffRoutes.createSale, {
    body,
    idempotencyKey: randomUUID(),
  });
  const why = { reason: "a benchmark" };
  return staff.call(flashStaffRoutes.scheduleSale, {
    params: { saleId },
    body: why,
    idempotencyKey: randomUUID(),
  });
};

const untilOpen = async (staff: StaffApi, { id: saleId }: SaleFile, signal: AbortSignal): Promise<void> => {
  for (;;) {
    const { state } = await staff.call(flashStaffRoutes.inspectSale, { params: { saleId } });
    if (state === "open") return;
    if (state !== "warming" && state !== "scheduled") throw new Error(`the sale is ${state}`);
    await sleep(200, undefined, { signal });
  }
};

const rush = async (
  saleId: string,
  lanes: readonly Lane[],
  crowd: readonly (readonly Participant[])[],
  pieces: number,
  signal: AbortSignal,
) => {
  const told = new Map<string, number>();
  const started = performance.now();
  let soldOutSeconds = Number.NaN;
  const hear = (decision: string): void => {
    const times = (told.get(decision) ?? 0) + 1;
    told.set(decision, times);
    if (decision === "admitted" && times === pieces) soldOutSeconds = (performance.now() - started) / 1000;
  };
  const seen = new Set<string>();
  const lane = async (number: number, note: Note): Promise<void> => {
    const [own, all] = [lanes[number], crowd[number] ?? []];
    if (own === undefined) return;
    for (const [i, { headers, token }] of all.entries())
      for (let click = 0; click < 1 + ((number + i) % 5) && !signal.aborted; click += 1) {
        const began = performance.now();
        const key = randomUUID();
        const { status, text } = await own.send({
          ...{ method: "POST", path: `/v1/sales/${saleId}/asks`, read: true },
          headers: { ...headers, "idempotency-key": key },
          body: JSON.stringify({ token }),
        });
        const decision = decisionOf(status, text);
        const ticket = /"ticketId":"([^"]+)"/.exec(text)?.[1];
        if (ticket === undefined || !seen.has(ticket)) hear(decision);
        else hear(`${decision} again`);
        if (ticket !== undefined) seen.add(ticket);
        note(performance.now() - began, decided.has(decision) ? undefined : decision);
      }
  };
  const load = await sumUp((note) => Promise.all(lanes.map((_, number) => lane(number, note))), signal);
  return { load, told: Object.fromEntries(told), soldOutSeconds };
};

/** What a shopper is told for good. */
const decided: ReadonlySet<string> = new Set(["admitted", "waiting", "sold-out"]);

const decisionOf = (status: number, text: string): string =>
  /"state":"([^"]+)"/.exec(text)?.[1] ?? /"code":"([^"]+)"/.exec(text)?.[1] ?? String(status);

/** How long it takes until so many tickets are orders. */
const watchOrders = async (
  database: Connection,
  saleId: string,
  pieces: number,
  started: number,
  signal: AbortSignal,
): Promise<number> => {
  const query = "select count(order_id) as ordered from tickets where sale_id = ?";
  for (;;) {
    const [rows] = await database.query<RowDataPacket[]>(query, [saleId]);
    if (Number(rows[0]?.ordered) >= pieces) return (performance.now() - started) / 1000;
    if (performance.now() - started > 300_000) return Number.POSITIVE_INFINITY;
    await sleep(100, undefined, { signal });
  }
};
