import type { releaseRoutes } from "@caravan/contracts";
import { Answer, type Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import type { Followers } from "../live/followers.ts";
import { abandonRelease } from "../use-cases/abandon-release.ts";
import { answerTask } from "../use-cases/answer-task.ts";
import { commandRelease } from "../use-cases/command-release.ts";
import { getRelease, withEngine } from "../use-cases/get-release.ts";
import { listEntries } from "../use-cases/list-entries.ts";
import { listReleases } from "../use-cases/list-releases.ts";
import { readLog } from "../use-cases/read-log.ts";
import { startRelease, startTrain } from "../use-cases/start-release.ts";

const replayed = (isReplayed: boolean): Record<string, string> =>
  isReplayed ? { "idempotency-replayed": "true" } : {};

/** What staff sees of releases, and what release managers do with them. */
export const releaseHandlers = (
  dependencies: Dependencies,
  followers: Followers,
): Handlers<typeof releaseRoutes> => ({
  listReleases: ({ query }) => listReleases(dependencies, query),
  getRelease: ({ params, query }) => getRelease(dependencies, { ...params, after: query.after }),
  listReleaseEntries: ({ params, query }) => listEntries(dependencies, { ...params, ...query }),
  async readReleaseLog({ params: { releaseId }, request }) {
    const lines = await readLog(dependencies, releaseId);
    return new Response(request.method === "HEAD" ? null : lines, {
      headers: { "content-type": "application/jsonl", "cache-control": "no-cache, no-transform" },
    });
  },
  followReleases: () => followers.open(),
  async startRelease({ body, staffId, idempotencyKey }) {
    const started = await startRelease(dependencies, { ...body, by: staffId, key: idempotencyKey });
    return new Answer(201, await withEngine(dependencies, started.body), replayed(started.replayed));
  },
  async startTrain({ body, staffId, idempotencyKey }) {
    const started = await startTrain(dependencies, { ...body, by: staffId, key: idempotencyKey });
    const { id, releases } = started.body;
    const shown = await Promise.all(releases.map((release) => withEngine(dependencies, release)));
    return new Answer(201, { id, releases: shown }, replayed(started.replayed));
  },
  async commandRelease({ params, body, staffId, idempotencyKey }) {
    const asked = { ...body, release: params.releaseId, by: staffId, key: idempotencyKey };
    const reply = await commandRelease(dependencies, asked);
    return new Answer(200, reply.body, replayed(reply.replayed));
  },
  answerReleaseTask: ({ params, body, staffId }) =>
    answerTask(dependencies, {
      ...{ ...params, by: staffId, outcome: body.outcome },
      reason: body.outcome === "done" ? null : body.reason,
    }),
  async abandonRelease({ params, body, staffId, idempotencyKey }) {
    const asked = { ...body, release: params.releaseId, by: staffId, key: idempotencyKey };
    const abandoned = await abandonRelease(dependencies, { ...asked, keepsWeights: false });
    return new Answer(200, abandoned.body, replayed(abandoned.replayed));
  },
});
