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
  readonly reason?: string;
}

/** How long after its last moment to be paid an order is asked about, in case its event was lost. */
export const watchGraceSeconds = 30;
