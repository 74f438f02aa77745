import { Refusal } from "@caravan/contracts";
import { keyReused } from "@caravan/database";
import type { KeyedRequest, StoredReply } from "../order-store.ts";

interface Key {
  readonly request: string;
  readonly resourceId: string;
  running: boolean;
  reply?: StoredReply<unknown> | undefined;
}

/** Idempotency keys over plain memory. */
export const fakeKeys = () => {
  const keys = new Map<string, Key>();
  const claimKey = <B>({ scope, key, content, newResourceId }: KeyedRequest) => {
    const request = JSON.stringify(content);
    const name = `${scope} ${key}`;
    const entry = keys.get(name) ?? { request, resourceId: newResourceId(), running: false };
    keys.set(name, entry);
    if (entry.request !== request) throw keyReused();
    const reply = entry.reply as StoredReply<B> | undefined;
    if (reply === undefined && entry.running) throw keyInProgress();
    entry.running = reply === undefined;
    return {
      reply,
      resourceId: entry.resourceId,
      end(given: StoredReply<B> | undefined): void {
        entry.running = false;
        entry.reply ??= given;
      },
    };
  };

  const once = async <B>(
    request: KeyedRequest & { status: number },
    work: (resourceId: string) => Promise<B>,
  ): Promise<StoredReply<B>> => {
    const claim = claimKey<B>(request);
    if (claim.reply !== undefined) return { ...claim.reply, replayed: true };
    let reply: StoredReply<B> | undefined;
    try {
      reply = { status: request.status, body: await work(claim.resourceId), replayed: false };
      return reply;
    } finally {
      claim.end(reply);
    }
  };
  return { claimKey, once };
};

const keyInProgress = () =>
  new Refusal({ kind: "conflict", code: "idempotency-key-in-progress", detail: "still running" });
