import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { euros, flashStaffRoutes } from "@caravan/contracts";
import { openStaffApi } from "@caravan/operations/staff";
import { type Lane, openLane } from "../load/http-lane.ts";
import type { Stage } from "../stage.ts";
import { gatherCrowd, type Participant } from "./crowd.ts";

/** A sale that is open, and a crowd that takes part and has not pressed yet. */
export interface OpenSale {
  readonly id: string;
  readonly lanes: readonly Lane[];
  /** By lane. */
  readonly crowd: readonly (readonly Participant[])[];
}

/** How large a sale and its crowd are. */
export interface SaleSize {
  /** Lanes of the crowd. */
  readonly connections: number;
  readonly shoppers: number;
  readonly pieces: number;
}

/** Opens and ends the sales of a benchmark, in the name of staff. */
export const openSales = async ({ kube, addresses, sources, signal, atTheEnd }: Stage) => {
  const staff = await openStaffApi({ kube, shop: addresses.shop });

  /** Announces a sale that opens when the crowd is there. */
  const announce = async (sku: string, { pieces, shoppers }: SaleSize): Promise<string> => {
    const opens = Date.now() + 1000 * (10 + shoppers / 150);
    const terms = {
      ...{
        sku,
        pieces,
        price: euros(990),
        line: 0,
        perAddress: 100_000,
        lotMilliseconds: 0,
        paySeconds: 900,
      },
      opensAt: new Date(opens).toISOString(),
      endsAt: new Date(opens + 3600_000).toISOString(),
    };
    const reason = "a benchmark";
    const { id } = await staff.call(flashStaffRoutes.createSale, {
      ...{ body: { terms, reason }, idempotencyKey: randomUUID() },
    });
    await staff.call(flashStaffRoutes.scheduleSale, {
      ...{ params: { saleId: id }, body: { reason }, idempotencyKey: randomUUID() },
    });
    return id;
  };

  const untilOpen = async (saleId: string): Promise<void> => {
    for (;;) {
      const { state } = await staff.call(flashStaffRoutes.inspectSale, { params: { saleId } });
      if (state === "open") return;
      if (state !== "warming" && state !== "scheduled") throw new Error(`the sale is ${state}`);
      await sleep(200, undefined, { signal });
    }
  };

  return {
    /** Announces a sale of an article, gathers its crowd, and waits until it is open. */
    open: async (sku: string, size: SaleSize): Promise<OpenSale> => {
      const lanes = sources(size.connections).map((from) => openLane(addresses.shop, from));
      atTheEnd(() => Promise.all(lanes.map((lane) => lane.close())));
      const id = await announce(sku, size);
      const each = Math.ceil(size.shoppers / size.connections);
      const crowd = await Promise.all(lanes.map((lane) => gatherCrowd(lane, id, each)));
      await untilOpen(id);
      return { id, lanes, crowd };
    },
    /** Ends a sale for good; what it did not sell goes back. */
    end: ({ id }: OpenSale): Promise<unknown> =>
      staff.call(flashStaffRoutes.endSale, {
        ...{ params: { saleId: id }, body: { reason: "the benchmark is over" } },
        idempotencyKey: randomUUID(),
      }),
  };
};
