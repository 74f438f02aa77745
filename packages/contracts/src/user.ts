import * as v from "valibot";
import { defineEvent } from "./event.ts";
import { GuestId, UserId } from "./id.ts";
import { Timestamp } from "./time.ts";
import { userAccountRoutes } from "./user-account.ts";
import { userSessionRoutes } from "./user-sessions.ts";

export const userRoutes = { ...userSessionRoutes, ...userAccountRoutes } as const;

/** A guest signed in: the guest's things belong to the account from now on. */
export const guestJoined = defineEvent({
  topic: "guest.joined.v1",
  summary: "A guest signed in: the guest's things belong to the account from now on.",
  data: v.object({ guestId: GuestId, userId: UserId, at: Timestamp }),
});

/** An account was erased: erase its personal data, and that of the guests it was. */
export const userErased = defineEvent({
  topic: "user.erased.v1",
  summary: "An account was erased: erase its personal data, and that of the guests it was.",
  data: v.object({
    userId: UserId,
    at: Timestamp,
    /** All guests who joined the account, also those whose join events have not arrived yet. */
    guests: v.optional(v.array(GuestId)),
  }),
});
