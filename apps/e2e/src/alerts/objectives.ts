import { readFileSync } from "node:fs";
import { objectives } from "@caravan/observability";
import { openDatabase, rows } from "../harness/databases.ts";
import { plant } from "../harness/planted.ts";
import { root } from "../harness/shop.ts";
import { newShopper, orderIn, staffMember } from "../harness/shopper.ts";
import { buyOne, startTrickle } from "../harness/trickle.ts";
import type { Fault } from "./fault.ts";
import type { Firing } from "./firing.ts";
import { inAll, meanwhile } from "./meanwhile.ts";

const secondsOf = { m: 60, h: 3_600, d: 86_400 } as const;
const isUnit = (unit: string): unit is keyof typeof secondsOf => unit in secondsOf;

/** Windows of hours and days become minutes: divided by this, and none is shorter than a minute. */
const faster = 120;

/** The objectives' rules with shorter windows; expressions, thresholds and labels stay as they are. */
export const withShortWindows = (): string =>
  readFileSync(`${root}/charts/observability/rules/slo.yml`, "utf8").replace(
    /\[(\d+)([mhd])\]/g,
    (whole, count: string, unit: string) =>
      isUnit(unit) ? `[${Math.max(60, Math.round((Number(count) * secondsOf[unit]) / faster))}s]` : whole,
  );

/** The burn alerts of a step, each by the words its message names the step and the window with. */
const burns = (step: string): readonly Firing[] => {
  const what = objectives.find((one) => one.step === step)?.what.en ?? step;
  return [
    ["ErrorBudgetBurnsFast", "1h"],
    ["ErrorBudgetBurnsFast", "6h"],
    ["ErrorBudgetBurns", "3d"],
  ].map(([alert = "", window = ""]) => ({
    alert,
    words: [what, `measured over ${window}`],
    labels: { step, window },
  }));
};
/** The longest short window, that of the ticket, is three minutes. */
const overWithinSeconds = 420;

const breaks = (app: string) => `three of ten connections of ${app} to its database break`;

/** Product fails while people look. */
export const productFails: Fault = {
  what: breaks("product"),
  fires: [{ alert: "ServiceFails", words: ["product"] }, ...burns("browse")],
  overWithinSeconds,
  inflict: async () => {
    const shoppers = await Promise.all(Array.from({ length: 6 }, () => newShopper()));
    const stop = meanwhile(() => inAll(shoppers, (shopper) => shopper.send("GET", "/v1/products?limit=1")));
    const mend = await plant("failing", "product");
    return async () => {
      await mend();
      setTimeout(() => void stop(), 60_000);
    };
  },
};

const placing = { lines: [{ sku: "CAR-0005", quantity: 1 }] };

/** Order fails while people place orders. */
export const orderFails: Fault = {
  what: breaks("order"),
  fires: burns("order"),
  overWithinSeconds,
  inflict: async () => {
    const shoppers = await Promise.all(Array.from({ length: 6 }, () => newShopper()));
    const stop = meanwhile(() => inAll(shoppers, (shopper) => shopper.placeOrder(placing)));
    const mend = await plant("failing", "order");
    return async () => {
      await stop();
      await mend();
    };
  },
};

/** Payment fails while people begin to pay. */
export const paymentFails: Fault = {
  what: breaks("payment"),
  fires: burns("pay"),
  overWithinSeconds,
  inflict: async () => {
    const unpaid = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const shopper = await newShopper();
        return { shopper, order: orderIn(await shopper.placeOrder(placing)) };
      }),
    );
    const mend = await plant("failing", "payment");
    const stop = meanwhile(() => inAll(unpaid, ({ shopper, order }) => shopper.startPayment(order.id)));
    return async () => {
      await stop();
      await mend();
    };
  },
};

/** The carrier has other parcels under our references, and refuses ours. */
export const carrierRefuses: Fault = {
  what: "the carrier has other parcels under our references",
  fires: burns("deliver"),
  toldWithinSeconds: 240,
  overWithinSeconds,
  inflict: async () => {
    const [logistics, carrier] = await Promise.all([openDatabase("logistics"), openDatabase("carrier")]);
    const taken = new Map<string, string>();
    const occupy = async () => {
      const query =
        "select p.reference, p.shipment_id id from parcels p where p.parcel_id is null and not p.is_return";
      for (const { reference, id } of await rows<{ reference: string; id: string }>(logistics, query)) {
        if (taken.has(reference)) continue;
        taken.set(reference, id);
        const foreign = {
          id: `par_${crypto.randomUUID()}`,
          reference,
          tracking_code: crypto.randomUUID().slice(0, 8),
        };
        await carrier.query(
          "insert into parcels set ?, request_hash = 'another', callback_url = 'http://nowhere', is_return = false, is_undeliverable = false, sequence = 0, failed_deliveries = 0, has_arrived = true, moved_at = now(3)",
          [foreign],
        );
      }
    };
    const buying = await startTrickle({ lanes: 2, pauseMilliseconds: 1_000, visits: [buyOne] });
    const stop = meanwhile(occupy);
    return async () => {
      await Promise.all([stop(), buying.stop()]);
      await carrier.query("delete from parcels where request_hash = 'another'");
      const staff = await staffMember();
      for (const id of new Set(taken.values())) await staff.post(`/v1/staff/shipments/${id}/dispatch`, {});
      await Promise.all([logistics.end(), carrier.end()]);
    };
  },
};
