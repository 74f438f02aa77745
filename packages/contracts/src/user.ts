import * as v from "valibot";
import { defineEvent } from "./event.ts";
import { GuestId, UserId } from "./id.ts";
import { Timestamp } from "./time.ts";
import { userAccountRoutes } from "./user-account.ts";
import { userSessionRoutes } from "./user-sessions.ts";

export const userRoutes = { ...userSessionRoutes, ...userAccountRoutes } as const;

/** A guest signed in: what was the guest's is the account's from now on. */
export const guestJoined = defineEvent({
  topic: "guest.joined.v1",
  summary: "A guest signed in: what was the guest's is the account's from now on.",
  data: v.object({ guestId: GuestId, userId: UserId, at: Timestamp }),
});

/** Somebody had their data erased: forget who and where they are, also as the guests they were. */
export const userErased = defineEvent({
  topic: "user.erased.v1",
  summary: "Somebody had their data erased: forget who and where they are, also as the guests they were.",
  data: v.object({
    userId: UserId,
    at: Timestamp,
    /** All guests who joined the account, whether or not their joining has been told of yet. */
    guests: v.optional(v.array(GuestId)),
  }),
});
