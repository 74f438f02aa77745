import { Answer, type Handlers } from "@caravan/service-kit";
import type { sampleRoutes } from "#contracts";
import type { Dependencies } from "../dependencies.ts";
import { noteReply } from "../domain/note.ts";
import { createNote } from "../use-cases/create-note.ts";
import { getNote } from "../use-cases/get-note.ts";
import { publishNote } from "../use-cases/publish-note.ts";

export const noteHandlers = (dependencies: Dependencies): Handlers<typeof sampleRoutes> => ({
  getSampleNote: async ({ params }) => noteReply(await getNote(dependencies, params)),
  createSampleNote: async ({ body, staffId, idempotencyKey }) => {
    const reply = await createNote(dependencies, { ...body, by: staffId, key: idempotencyKey });
    return new Answer(reply.status, reply.body, reply.replayed ? { "idempotency-replayed": "true" } : {});
  },
  publishSampleNote: async ({ params }) => noteReply(await publishNote(dependencies, params)),
});
