import { createHash } from "node:crypto";
import { newId, type PostalAddress, Refusal, type Sale, type SalePlace } from "@caravan/contracts";
import type { FlashClient } from "../clients/flash.ts";
import type { Behind } from "./behind.ts";

const no = (kind: Refusal["kind"], code: string, retryAfterSeconds?: number): Refusal =>
  new Refusal({ kind, code, detail: code, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) });

const nothing = { ticketId: null, place: null, orderId: null, payBy: null, reason: null };

/** Flash in memory: one sale is open unless a test sets its state. */
export class FakeFlash {
  readonly sales = new Map<string, Sale>();
  /** Where shoppers stand, by sale and subject. */
  readonly places = new Map<string, SalePlace>();
  readonly joined = new Map<string, PostalAddress>();
  /** The devices that were named to sales, one for each who takes part. */
  readonly devices: (string | undefined)[] = [];
  /** Asks that were decided, by key. */
  readonly asked: { key: string; token: string; answer: string }[] = [];
  /** Refusals of the next asks. */
  readonly refusals: Refusal[] = [];
  difficulty = 0;
  /** So many of the next asks are heard, and not decided. */
  undecided = 0;
  private readonly behind: Behind;

  constructor(behind: Behind) {
    this.behind = behind;
  }

  /** Announces a sale; open unless the test says otherwise. */
  add(sku: string, change: Partial<Sale> = {}): Sale {
    const sale: Sale = {
      ...{
        id: newId("sal"),
        sku,
        price: { amountCents: 9_900, currency: "EUR" },
        pieces: 100,
        perShopper: 1,
      },
      ...{
        audience: "everyone",
        state: "open",
        lotCommitment: createHash("sha256").digest("hex"),
        lotSeed: null,
      },
      ...{ opensAt: "2026-11-30T19:00:00.000Z", endsAt: "2026-11-30T21:00:00.000Z" },
      ...{ serverTime: "2026-11-30T19:00:10.000Z" },
      ...change,
    };
    this.sales.set(sale.id, sale);
    return sale;
  }
  /** Moves a sale on. */
  turn(saleId: string, state: Sale["state"]): void {
    this.sales.set(saleId, { ...this.get(saleId), state });
  }
  /** Puts a shopper at a place. */
  put(saleId: string, subject: string | undefined, state: SalePlace["state"], more: Partial<SalePlace> = {}) {
    this.places.set(`${saleId} ${subject}`, { saleId, state, ...nothing, ...more });
  }

  readonly client: FlashClient = {
    listSales: async () => {
      this.behind.enter("flash", "listSales");
      return { items: [...this.sales.values()] };
    },
    getSale: async ({ params }) => {
      this.behind.enter("flash", "getSale");
      return this.get(params.saleId);
    },
    joinSale: async ({ params, body }) => {
      const me = this.enter("joinSale", params.saleId);
      const { audience, state, perDevice = Number.POSITIVE_INFINITY } = this.get(params.saleId);
      if (state === "ended") throw no("conflict", "sale-ended");
      if (audience === "accounts" && !me.includes("usr_")) throw no("forbidden", "accounts-only");
      const others = this.devices.filter((device) => device !== undefined && device === body.device);
      if (!this.joined.has(me) && others.length >= perDevice) throw no("forbidden", "too-many-of-device");
      if (!this.joined.has(me)) this.devices.push(body.device);
      this.joined.set(me, body.deliverTo);
      return this.entry(params.saleId);
    },
    getSaleEntry: async ({ params }) => {
      const me = this.enter("getSaleEntry", params.saleId);
      if (!this.joined.has(me)) throw no("not-found", "entry-unknown");
      return this.entry(params.saleId);
    },
    askForPiece: async ({ params, body, idempotencyKey: key }) => {
      const me = this.enter("askForPiece", params.saleId);
      const refusal = this.refusals.shift();
      if (refusal !== undefined) throw refusal;
      const { state } = this.get(params.saleId);
      if (state === "scheduled" || state === "warming") throw no("conflict", "sale-not-open", 5);
      this.asked.push({ key, token: body.token, answer: body.answer ?? "" });
      if (this.undecided > 0) {
        this.undecided -= 1;
        return { saleId: params.saleId, state: "deciding", ...nothing };
      }
      const known = this.places.get(me);
      if (known === undefined) this.put(params.saleId, this.behind.subject(), "admitted");
      return this.places.get(me) ?? this.never();
    },
    getSalePlace: async ({ params }) => {
      const place = this.places.get(this.enter("getSalePlace", params.saleId));
      if (place === undefined) throw no("not-found", "place-unknown");
      return place;
    },
  };

  private enter(call: string, saleId: string): string {
    this.behind.enter("flash", call);
    const subject = this.behind.subject();
    if (subject === undefined) throw no("unauthenticated", "sign-in-needed");
    return `${this.get(saleId).id} ${subject}`;
  }
  private entry(saleId: string) {
    const { opensAt, serverTime } = this.get(saleId);
    const token = `token-of-${this.behind.subject()}`;
    return { saleId, token, difficulty: this.difficulty, opensAt, serverTime };
  }
  private get(saleId: string): Sale {
    const sale = this.sales.get(saleId);
    if (sale === undefined) throw no("not-found", "sale-unknown");
    return sale;
  }
  private never(): never {
    throw new Error("it was put there before");
  }
}
