import { fileURLToPath } from "node:url";
import {
  Money,
  OrderId,
  OrderStatus,
  ReservationId,
  ReservationLines,
  ShopperId,
  Timestamp,
} from "@caravan/contracts";
import { execa } from "execa";
import * as v from "valibot";

/** The addresses of the three apps' databases. */
const Settings = v.object({
  host: v.string(),
  port: v.number(),
  database: v.string(),
  username: v.string(),
  password: v.string(),
});
export const Databases = v.object({ product: Settings, inventory: Settings, order: Settings });
export type Databases = v.InferOutput<typeof Databases>;

/** The status of a hold at the previous release. */
const Fate = v.picklist(["held", "committed", "released", "expired"]);

/** The actions of the previous release, by its own report. */
export const Trade = v.object({
  orders: v.array(
    v.object({
      shopperId: ShopperId,
      key: v.string(),
      lines: ReservationLines,
      reservationId: ReservationId,
      fate: Fate,
      /** The reply to the shopper. */
      reply: v.looseObject({ id: OrderId, status: OrderStatus, total: Money, placedAt: Timestamp }),
    }),
  ),
  /** Reservations without an order. */
  holds: v.array(v.object({ id: ReservationId, orderId: OrderId, lines: ReservationLines, fate: Fate })),
  restock: v.object({ sku: v.string(), quantity: v.number(), key: v.string() }),
  levels: v.array(v.object({ sku: v.string(), onHand: v.number(), reserved: v.number() })),
});
export type Trade = v.InferOutput<typeof Trade>;

/** Has the code of a release in this folder trade over these databases. */
export const tradeAsPrevious = async (folder: string, databases: Databases): Promise<Trade> => {
  const script = fileURLToPath(new URL("./trade-as-previous.ts", import.meta.url));
  const { stdout } = await execa(process.execPath, [script, JSON.stringify(databases)], { cwd: folder });
  return v.parse(v.pipe(v.string(), v.parseJson(), Trade), stdout);
};
