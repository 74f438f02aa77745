import { type BankMisbehaviour, bankRoutes, honestBank, newId } from "@caravan/contracts";
import { newest } from "@caravan/streams";
import * as v from "valibot";
import { auditNow, deleteAudits } from "../harness/audit-job.ts";
import { openDatabase } from "../harness/databases.ts";
import { openPartner } from "../harness/partner.ts";
import { caravan } from "../harness/shop.ts";
import { buy, newShopper, orderIn, paid, reached, staffMember } from "../harness/shopper.ts";
import { deliver, openStreams } from "../harness/streams.ts";
import { startTrickle } from "../harness/trickle.ts";
import { until } from "../harness/until.ts";
import type { Fault } from "./fault.ts";

/** A piece lies on a shelf that no movement explains. */
export const booksDiffer: Fault = {
  what: "a piece too many on a shelf fails the audit",
  fires: [{ alert: "BooksDiffer", words: ["audit"] }],
  inflict: async () => {
    const inventory = await openDatabase("inventory");
    const addToShelf = (pieces: number) =>
      inventory.query("update warehouse_stock set on_hand = on_hand + ? order by sku, warehouse limit 1", [
        pieces,
      ]);
    const job = `audit-alert-${crypto.randomUUID().slice(0, 8)}`;
    await addToShelf(1);
    await auditNow(job, "Failed").finally(async () => {
      await addToShelf(-1);
      await inventory.end();
    });
    return () => deleteAudits(job);
  },
};

/** An event that its consumer cannot apply. */
export const malformedEvent: Fault = {
  what: "an event without the fields of its contract is published",
  fires: [{ alert: "DeadLetters", words: ["payment.authorised.v1"] }],
  toldWithinSeconds: 300,
  inflict: async () => {
    const topic = "payment.authorised.v1";
    const redis = await openStreams();
    const shopper = await newShopper();
    await reached(shopper, (await buy(shopper)).id, ...paid);
    const [entry] = await newest(redis, topic, 1);
    const marker = `malformed-${crypto.randomUUID()}`;
    const event = { ...JSON.parse(entry?.fields.data ?? "{}"), id: marker, data: { nonsense: marker } };
    await deliver(redis, topic, { ...entry?.fields, data: JSON.stringify(event) });
    return async () => {
      const letters = await newest(redis, `dead-letter.${topic}`, 200);
      redis.disconnect();
      for (const { id, fields } of letters)
        if (fields.data?.includes(marker))
          await caravan("dlq", "discard", `${topic}/${id}`, "--reason", "planted by a proof");
    };
  },
};

/** The bank takes a refund and gives it back to us. */
export const refundFails: Fault = {
  what: "the bank fails a refund",
  fires: [
    { alert: "PaymentsInTrouble", words: ["refund-refused"] },
    { alert: "OrdersNeedAttention", words: ["refund-failed"] },
  ],
  toldWithinSeconds: 180,
  inflict: async () => {
    const bank = await openPartner("bank");
    const { method, path } = bankRoutes.setBankMisbehaviour;
    const behave = (misbehaviour: BankMisbehaviour) => bank.send(method, path, misbehaviour);
    const shopper = await newShopper();
    const { id } = await buy(shopper);
    await reached(shopper, id, ...paid);
    try {
      await behave({ ...honestBank, refundFailedRate: 1, refundFailedSeconds: 0 });
      await caravan("orders", "refund", id, "--cents", "100", "--reason", "a scratch");
      await until("the order says that its refund failed", async () =>
        (await shopper.order(id)).refundFailed ? true : undefined,
      );
    } finally {
      await behave(honestBank);
      await bank.close();
    }
    return async () => {
      const { stdout } = await caravan("orders", "show", id, "--json");
      const { paymentId } = v.parse(v.object({ paymentId: v.string() }), JSON.parse(stdout));
      await caravan("payments", "retry", paymentId);
    };
  },
};

/** The carrier calls without a signature. */
export const unsignedCallback: Fault = {
  what: "callbacks of the carrier come without a signature",
  fires: [{ alert: "CallbacksRefused", words: ["logistics"] }],
  // It looks back five minutes.
  overWithinSeconds: 480,
  lingers: true,
  inflict: async () => {
    const visitor = await newShopper();
    for (let i = 0; i < 5; i++) await visitor.post("/v1/callbacks/carrier", { parcelId: "none" });
    return async () => undefined;
  },
};

/** A callback of the bank that was due long ago. */
export const lateCallback: Fault = {
  what: "a callback of the bank waits",
  fires: [{ alert: "CallbacksLate", words: ["bank"] }],
  inflict: async () => {
    const bank = await openDatabase("bank");
    const id = `clb_0-${crypto.randomUUID().slice(0, 30)}`; // before all others
    await bank.query(
      "insert into callbacks (id, url, body, attempts, due_at, created_at) values (?, 'http://127.0.0.1:1/', '{}', 1, ?, ?)",
      [id, new Date(Date.now() + 3_600_000), new Date(Date.now() - 600_000)],
    );
    return async () => {
      await bank.query("delete from callbacks where id = ?", [id]);
      await bank.end();
    };
  },
};

/** The bank's statement has a capture that we know nothing of. */
export const foreignCapture: Fault = {
  what: "the bank's statement holds a capture that is not ours",
  fires: [{ alert: "ReconciliationDiffers", words: ["differ"] }],
  inflict: async () => {
    const bank = await openDatabase("bank");
    const staff = await staffMember();
    const reference = `planted-${crypto.randomUUID()}`;
    const at = new Date(Date.now() - 60_000);
    const reconcile = async () => {
      const reply = await staff.post(`/v1/staff/reconciliations/${at.toISOString().slice(0, 10)}`, {});
      if (reply.status !== 200) throw new Error(`it was not reconciled: ${reply.text}`);
    };
    await bank.query(
      "insert into movements (reference, type, intent_id, merchant_reference, amount_cents, at) values (?, 'capture', ?, ?, 100, ?)",
      [reference, newId("int"), newId("pay"), at],
    );
    await reconcile();
    return async () => {
      await bank.query("delete from movements where reference = ?", [reference]);
      await bank.end();
      await reconcile();
    };
  },
};

/** A step that only a later release knows: a release was taken back. */
export const unknownStep: Fault = {
  what: "an order was written by a later release, and its step is due",
  fires: [{ alert: "SagaStalled", words: ["order"] }],
  toldWithinSeconds: 240,
  inflict: async () => {
    const orders = await openDatabase("order");
    const shopper = await newShopper();
    const { id } = orderIn(await shopper.placeOrder({ lines: [{ sku: "CAR-0005", quantity: 1 }] }));
    await reached(shopper, id, "stock-reserved");
    const set = (steps: string, due: Date | null) =>
      orders.query("update orders set steps = ?, next_attempt_at = ? where id = ?", [steps, due, id]);
    await set("step-of-tomorrow", new Date());
    return async () => {
      await set("", null);
      await orders.end();
      await shopper.post(`/v1/orders/${id}/cancellation`, {});
    };
  },
};

/** Redis takes nothing more: events wait in the outboxes. */
export const redisFull: Fault = {
  what: "Redis has no memory left",
  fires: [{ alert: "OutboxStalled", words: ["order"] }],
  toldWithinSeconds: 240,
  inflict: async () => {
    const redis = await openStreams();
    const [, configured = "0"] = (await redis.config("GET", "maxmemory")) as string[];
    const used = Number(/used_memory:([0-9]+)/.exec(await redis.info("memory"))?.[1]);
    // Without a TTL, so that it cannot be evicted; then no memory is left.
    await redis.set("proof:filler", "x".repeat(1_000_000));
    await redis.config("SET", "maxmemory", String(used));
    const buying = await startTrickle({ lanes: 1, pauseMilliseconds: 2_000 });
    return async () => {
      await redis.config("SET", "maxmemory", configured);
      await redis.del("proof:filler");
      redis.disconnect();
      await buying.stop();
    };
  },
};
