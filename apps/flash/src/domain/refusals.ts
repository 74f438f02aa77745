import { Refusal, type RefusalOptions } from "@caravan/contracts";

/** One that a crowd is told within seconds. To note where it was made costs as much as to check a token, and tells nothing. */
const madeOnce = (options: RefusalOptions): (() => Refusal) => {
  const refusal = new Refusal(options);
  return () => refusal;
};

const counted = (count: number): string => count.toLocaleString("en-GB");

export const saleUnknown = (id: string): Refusal =>
  new Refusal({ kind: "not-found", code: "sale-unknown", detail: `There is no sale ${id}.` });

export const placeUnknown = (): Refusal =>
  new Refusal({
    kind: "not-found",
    code: "place-unknown",
    detail: "You have not asked for a piece of this sale.",
  });

export const entryUnknown = (): Refusal =>
  new Refusal({
    kind: "not-found",
    code: "entry-unknown",
    detail: "You do not take part in this sale. Take part first.",
  });

export const saleNotOpen = (opensAt: Date, now: Date): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "sale-not-open",
    detail: `The sale opens at ${opensAt.toISOString()}; it is ${now.toISOString()}. Ask again then.`,
    retryAfterSeconds: Math.max(1, Math.ceil((opensAt.getTime() - now.getTime()) / 1000)),
  });

export const salePaused = madeOnce({
  kind: "conflict",
  code: "sale-paused",
  detail: "The sale is paused. Tickets and places are kept; ask again later.",
  retryAfterSeconds: 10,
});

export const saleEnded = madeOnce({
  kind: "conflict",
  code: "sale-ended",
  detail: "The sale is over. Who still waits in its line gets nothing.",
});

export const soldOut = madeOnce({
  kind: "conflict",
  code: "sold-out",
  detail: "All pieces are sold, and the line is full. A piece that is not paid for in time comes back.",
});

export const accountsOnly = (): Refusal =>
  new Refusal({
    kind: "forbidden",
    code: "accounts-only",
    detail: "This sale is for accounts: sign in first.",
  });

export const ticketReturned = (): Refusal =>
  new Refusal({
    kind: "forbidden",
    code: "ticket-returned",
    detail:
      "Your piece or place in this sale went back: it was not paid in time, its order was cancelled or refused, or you had more than one shopper may have. It counts, so you cannot ask again in this sale. `GET /v1/sales/{saleId}/place` tells why.",
  });

export const tokenInvalid = (): Refusal =>
  new Refusal({
    kind: "forbidden",
    code: "token-invalid",
    detail: "The token is not one of yours for this sale. Take part first, and send the token that you get.",
  });

export const tokenTooNew = (from: Date, now: Date): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "token-too-new",
    detail: `You took part after the opening: your token counts from ${from.toISOString()}.`,
    retryAfterSeconds: Math.max(1, Math.ceil((from.getTime() - now.getTime()) / 1000)),
  });

export const workMissing = (difficulty: number): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "work-missing",
    detail: `The answer must make SHA-256 of "<token>:<answer>" begin with ${difficulty} zero bits.`,
  });

const asMany = (most: number, where: string): string =>
  `${most === 1 ? "One shopper" : `${counted(most)} shoppers`} of one ${where} may take part in this sale, and as many do already.`;

export const tooManyOfAddress = (most: number): Refusal =>
  new Refusal({
    kind: "forbidden",
    code: "too-many-of-address",
    detail: `${asMany(most, "address")} Use another connection.`,
  });

export const tooManyOfDevice = (most: number): Refusal =>
  new Refusal({
    kind: "forbidden",
    code: "too-many-of-device",
    detail: `${asMany(most, "device")} Go on as one of them, or use another device.`,
  });

export const saleWarming = madeOnce({
  kind: "unavailable",
  code: "sale-warming",
  detail: "The sale is being prepared. Nothing is lost; ask again in a moment.",
  retryAfterSeconds: 1,
});

export const saleBusy = madeOnce({
  kind: "unavailable",
  code: "sale-busy",
  detail: "Too many ask at this moment. Nothing is decided about you; ask again in a moment.",
  retryAfterSeconds: 1,
});

export const saleNotReachable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "sale-not-reachable",
    detail: "What decides the sale cannot be reached at the moment. Ask again in a moment.",
    retryAfterSeconds: 1,
    cause,
  });

export const saleNotADraft = (id: string): Refusal =>
  new Refusal({ kind: "conflict", code: "sale-not-a-draft", detail: `Sale ${id} is announced already.` });

export const saleOver = (id: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "sale-over",
    detail: `Sale ${id} would have ended already: create it with a later end.`,
  });

export const saleNotRunning = (id: string): Refusal =>
  new Refusal({ kind: "conflict", code: "sale-not-running", detail: `Sale ${id} does not run.` });

export const saleNotPaused = (id: string): Refusal =>
  new Refusal({ kind: "conflict", code: "sale-not-paused", detail: `Sale ${id} is not paused.` });

export const saleRuns = (id: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "sale-runs",
    detail: `Sale ${id} runs, and a rehearsal would take its time. Rehearse before it or afterwards.`,
  });

export const rehearsalRuns = (): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "rehearsal-runs",
    detail: "Another rehearsal runs. Try again in half a minute.",
    retryAfterSeconds: 30,
  });

export const saleTooLarge = (tickets: number, room: number, taken: number): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "sale-too-large",
    detail: `The sale needs room for ${counted(tickets)} tickets in Redis (twice its pieces and places in line), which has room for ${counted(room)}${taken === 0 ? "" : `, ${counted(taken)} of them for other sales that are announced`}. Create it with fewer pieces or a shorter line, ${taken === 0 ? "" : "wait until another is settled, "}or give Redis more memory.`,
  });
