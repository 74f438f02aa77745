import { flashRoutes, flashStaffRoutes, SaleFile, SalePlace, type SaleTerms } from "@caravan/contracts";
import * as v from "valibot";
import { type Reply, type Shopper, somewhere, staffMember } from "./shopper.ts";
import { until } from "./until.ts";

/** Terms that a proof gives; all else is the contract's default. */
export type Terms = Omit<v.InferInput<typeof SaleTerms>, "price"> & { readonly cents: number };

const fileIn = (reply: Reply): SaleFile => {
  if (reply.status >= 300) throw new Error(`staff got ${reply.status}: ${reply.text.slice(0, 300)}`);
  return v.parse(SaleFile, reply.json());
};

/** A moment so many seconds from now. */
export const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

/** Creates and announces a sale. */
export const announceSale = async ({ cents, ...terms }: Terms): Promise<SaleFile> => {
  const staff = await staffMember();
  const price = { amountCents: cents, currency: "EUR" };
  const body = { terms: { ...terms, price }, reason: "a proof" };
  const { id } = fileIn(await staff.post(flashStaffRoutes.createSale.path, body));
  return commandSale(id, "schedule");
};

/** A command of staff on a sale. */
export const commandSale = async (
  saleId: string,
  command: "schedule" | "pause" | "resume" | "end",
): Promise<SaleFile> => {
  const staff = await staffMember();
  return fileIn(await staff.post(`/v1/staff/sales/${saleId}/${command}`, { reason: "a proof" }));
};

/** A sale with its figures. */
export const inspectSale = async (saleId: string): Promise<SaleFile> =>
  fileIn(await (await staffMember()).send("GET", `/v1/staff/sales/${saleId}`));

/** Asks to take part, with the device if the sale has a limit for one. */
export const askToJoin = (shopper: Shopper, saleId: string, device?: string): Promise<Reply> =>
  shopper.send("PUT", `/v1/sales/${saleId}/entry`, {
    headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
    body: JSON.stringify({ deliverTo: somewhere, device }),
  });

/** Takes part, and returns the token. */
export const joinSale = async (shopper: Shopper, saleId: string): Promise<string> => {
  const reply = await askToJoin(shopper, saleId);
  if (reply.status !== 200) throw new Error(`joining answered ${reply.status}: ${reply.text.slice(0, 300)}`);
  return v.parse(flashRoutes.joinSale.success.body, reply.json()).token;
};

/** Asks for a piece once. */
export const askForPiece = (shopper: Shopper, saleId: string, token: string, key?: string): Promise<Reply> =>
  shopper.post(`/v1/sales/${saleId}/asks`, { token }, key);

/** Where a shopper stands; undefined without a ticket. */
export const placeOf = async (shopper: Shopper, saleId: string): Promise<SalePlace | undefined> => {
  const reply = await shopper.send("GET", `/v1/sales/${saleId}/place`);
  if (reply.status === 404) return undefined;
  if (reply.status !== 200)
    throw new Error(`the place answered ${reply.status}: ${reply.text.slice(0, 300)}`);
  return v.parse(SalePlace, reply.json());
};

/** Waits until a sale is settled: every piece is paid for, or free again. */
export const settled = (saleId: string): Promise<SaleFile> =>
  until(
    `sale ${saleId} is settled`,
    async () => {
      const sale = await inspectSale(saleId);
      return sale.state === "settled" ? sale : undefined;
    },
    300,
  );
