import { fileURLToPath } from "node:url";
import {
  Order,
  OrderId,
  Reservation,
  ReservationId,
  ReservationLines,
  WarehouseLevel,
} from "@caravan/contracts";
import { execa } from "execa";
import * as v from "valibot";

/** The address of an app's database. */
const Settings = v.object({
  host: v.string(),
  port: v.number(),
  database: v.string(),
  username: v.string(),
  password: v.string(),
});
export const tradingApps = ["product", "inventory", "order"] as const;
export const Databases = v.object(v.entriesFromList(tradingApps, Settings));
export type Databases = v.InferOutput<typeof Databases>;

/** How far an order came: `late` was not paid in time, `interrupted` stopped between the payment and its confirmation. */
const Fate = v.picklist(["late", "unpaid", "interrupted", "confirmed", "cancelled"]);

/** A number of pieces that arrived, with the key and the reply. */
const Restock = v.object({
  ...{ sku: v.string(), warehouse: v.string(), quantity: v.number(), who: v.string(), key: v.string() },
  reply: WarehouseLevel,
});

/** The actions of the previous release, by its own report. */
export const Trade = v.object({
  orders: v.array(
    v.object({
      who: v.string(),
      key: v.string(),
      lines: ReservationLines,
      reservationId: ReservationId,
      fate: Fate,
      /** The reply to the shopper who placed it. */
      reply: Order,
      /** The order as it was shown at the end. */
      shown: Order,
    }),
  ),
  /** Reservations without an order, as they were shown at the end. */
  holds: v.array(v.object({ orderId: OrderId, lines: ReservationLines, shown: Reservation })),
  restock: Restock,
  /** Stock at the end. */
  levels: v.array(WarehouseLevel),
});
export type Trade = v.InferOutput<typeof Trade>;

/** Has the code of the release in this folder trade over these databases. */
export const tradeAsPrevious = async (folder: string, databases: Databases): Promise<Trade> => {
  const script = fileURLToPath(new URL("./trade-as-previous.ts", import.meta.url));
  const { stdout } = await execa(process.execPath, [script, JSON.stringify(databases)], { cwd: folder });
  return v.parse(v.pipe(v.string(), v.parseJson(), Trade), stdout);
};
