import { Answer } from "./router.ts";

/** The answer of a request that is done once per key: one that was kept earlier says so in `idempotency-replayed`. */
export const storedAnswer = <B>(reply: {
  readonly status: number;
  readonly body: B;
  readonly replayed: boolean;
}): B | Answer =>
  reply.replayed ? new Answer(reply.status, reply.body, { "idempotency-replayed": "true" }) : reply.body;
