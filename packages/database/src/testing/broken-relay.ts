/** A planted defect, for checks that must find it: deletes claimed events without publishing them. */
import { startOutboxRelay as real } from "../outbox/start-outbox-relay.ts";

export * from "../outbox/start-outbox-relay.ts";

export const startOutboxRelay: typeof real = (options) =>
  real({ ...options, publish: async (events) => events.map(({ id }) => ({ id, ok: true })) });
