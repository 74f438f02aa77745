import {
  createKeptPages,
  mountAssets,
  ownFormsOnly,
  pageHeaders,
  render,
  sendUnlessKnown,
} from "@caravan/pages";
import { log, type Router } from "@caravan/service-kit";
import { trimTrailingSlash } from "hono/trailing-slash";
import { assetFolder, assets } from "../assets/assets.ts";
import { type History, noHistory } from "../domain/history.ts";
import { linksOf } from "../domain/links.ts";
import { home } from "../pages/layout.ts";
import { listPage } from "../pages/list.ts";
import { releasePage } from "../pages/release.ts";
import { asks, mountAsks } from "./asks.ts";
import type { Desk } from "./desk.ts";
import { readerOf } from "./reader.ts";

/** The history, or why it cannot be told: an entry of another version of this program, or one that was changed. */
const tell = async (desk: Desk, id: string): Promise<{ history: History; untold?: string }> => {
  try {
    return { history: await desk.history(id) };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ValiError") throw error;
    log.warn({ err: error, releaseId: id }, "log cannot be told");
    const untold = `An entry of it is not as this version of the release manager writes them (${error.message}).`;
    return { history: noHistory, untold };
  }
};

/** The pages of releases, for staff and release managers. */
export const mountPages = (router: Router, desk: Desk): Router => {
  const { hono } = router;
  hono.use(`${home}/*`, trimTrailingSlash());
  hono.use(`${home}/*`, pageHeaders());
  hono.use(`${home}/*`, ownFormsOnly());
  const keep = createKeptPages();

  mountAssets(hono, assetFolder, assets);

  hono.get(home, async (c) => {
    const reader = readerOf(c);
    const cursor = c.req.query("cursor");
    const [underWay, { items, next }] = await Promise.all([desk.underWay(), desk.ended(cursor)]);
    const latest = [...underWay, ...items]
      .map(({ changedAt }) => changedAt)
      .toSorted()
      .at(-1);
    const at = latest ?? desk.now().toISOString();
    const page = listPage(reader, { underWay, ended: items, next, at, cursor });
    c.header("vary", "cookie");
    return sendUnlessKnown(
      c,
      keep(`list ${reader.subject}`, [{}], () => render(page)),
    );
  });

  hono.get(`${home}/:releaseId`, async (c) => {
    const reader = readerOf(c);
    const release = await desk.find(c.req.param("releaseId"));
    const { history, untold } = await tell(desk, release.id);
    const tests = history.tests.at(-1);
    const links = linksOf(history.windows.length === 0 ? {} : desk.addresses, {
      service: release.service,
      from: history.from,
      to: history.windows.at(-1)?.to ?? history.to,
      slowMilliseconds: tests?.slowFrom ?? null,
    });
    const waiting = asks.find((ask) => ask === c.req.query("asked"));
    const madeOf = [
      waiting,
      release.revision,
      release.head,
      history.head,
      reader.isManager,
      reader.moments,
      untold,
    ];
    const page = keep(`${release.id} ${reader.subject}`, madeOf, () =>
      render(releasePage(reader, { release, history, links, untold, waiting, at: release.changedAt })),
    );
    c.header("vary", "cookie");
    return sendUnlessKnown(c, page);
  });

  mountAsks(hono, desk);
  return router;
};
