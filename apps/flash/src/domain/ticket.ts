/** What is to be done next for a ticket: make its order, ask what became of it, give its piece back. */
export type Task = "order" | "watch" | "give-back";

/** A ticket of a sale: a piece, or a place in the line. */
export interface Ticket {
  readonly id: string;
  readonly saleId: string;
  /** Who asked: a guest or an account, as admission knows them. */
  readonly shopperId: string;
  readonly click: string;
  readonly status: "admitted" | "waiting" | "returned";
  readonly paid: boolean;
  readonly orderId: string | null;
  readonly payBy: Date | null;
  readonly reason: string | null;
  readonly task: Task | null;
  readonly attempts: number;
}

/** What is written of a ticket after its task was tried. */
export interface Progress {
  readonly task: Task | null;
  readonly dueAt: Date | null;
  readonly attempts: number;
  readonly paid?: boolean;
  readonly orderId?: string;
  readonly payBy?: Date | null;
  readonly reason?: string | null;
}

/** How long after its last moment to be paid an order is asked about, in case its event was lost. */
export const watchGraceSeconds = 30;

/** Why a ticket goes back that its shopper may not have beside others of theirs. */
export const overLimit = "over-limit";

/** What a ticket's claim is judged by. */
type Claim = Pick<Ticket, "id" | "status" | "paid" | "orderId"> & { readonly position: number };

/**
 * The tickets of one person that are beyond what a shopper may have. Those with the better claim stay: paid, then with an order, then
 * with a piece, then the older. A paid one stays in any case: it was sold. One that went back counts no more.
 */
export const beyondLimit = <Its extends Claim>(tickets: readonly Its[], most: number): Its[] =>
  tickets
    .filter(({ status }) => status !== "returned")
    .toSorted(
      (a, b) =>
        Number(b.paid) - Number(a.paid) ||
        Number(b.orderId !== null) - Number(a.orderId !== null) ||
        Number(b.status === "admitted") - Number(a.status === "admitted") ||
        a.position - b.position,
    )
    .slice(most)
    .filter(({ paid }) => !paid);
