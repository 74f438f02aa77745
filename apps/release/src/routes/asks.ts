import { Refusal, type Release, ReleaseReason, refusalStatus } from "@caravan/contracts";
import { FormKey, formLimit, newKey, privatePage, readForm, render } from "@caravan/pages";
import type { Context, Hono } from "hono";
import * as v from "valibot";
import { type Ask, possibleAsks } from "../domain/commands.ts";
import { type ConfirmParts, confirmPage, stateOf } from "../pages/confirm.ts";
import { home } from "../pages/layout.ts";
import { phaseLabels } from "../pages/phase-words.ts";
import type { Desk } from "./desk.ts";
import { managerOf } from "./reader.ts";

export const asks = [
  "promote",
  "hold",
  "resume",
  "rollback",
  "freeze",
  "abandon",
] as const satisfies readonly Ask[];

const releaseMovedOn = (): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "release-moved-on",
    detail: "The release has moved on since this was confirmed.",
  });

const doneBefore = new Set(["release-ended", "idempotency-key-in-progress"]);

const movedOn = {
  title: "The release has moved on",
  detail: "Nothing was done. Look at where it is now, and at what will happen, and confirm once more.",
};

const refusedFor = (detail: string) => ({ title: "That was refused", detail });

const impossible = ({ service, phase }: Release, ask: Ask) => ({
  title: "That is not possible now",
  detail: `${service} is ${phaseLabels[phase]}: "${ask}" would change nothing. Nothing was done.`,
});

/** Buttons: each leads to a page that asks for confirmation and a reason, whose form does it. */
export const mountAsks = (hono: Hono, desk: Desk): void => {
  const show = (c: Context, parts: Omit<ConfirmParts, "at">, status = 200) => {
    const at = desk.now().toISOString();
    return privatePage(c, render(confirmPage(managerOf(c), { ...parts, at })), status);
  };

  for (const ask of asks) {
    const path = `${home}/:releaseId/${ask}` as const;

    hono.get(path, async (c) => {
      const reader = managerOf(c);
      const release = await desk.find(c.req.param("releaseId"));
      const may = possibleAsks(release, reader.subject).includes(ask);
      const notice = may ? undefined : impossible(release, ask);
      return show(c, { release, ask, key: newKey("ask"), reason: "", notice }, may ? 200 : 409);
    });

    hono.post(path, formLimit(), async (c) => {
      const reader = managerOf(c);
      const { key, state, reason = "" } = await readForm(c);
      const release = await desk.find(c.req.param("releaseId"));
      const again = { release, ask, key: newKey("ask"), reason };
      if (!v.is(FormKey, key)) return show(c, { ...again, notice: movedOn }, 422);
      const told = v.safeParse(ReleaseReason, reason.trim());
      if (!told.success)
        return show(c, { ...again, key, fault: "Say why, in one line of at most 300 letters." }, 422);
      // A form that is sent twice finds the release where its first copy brought it: only what is done for the first time is checked.
      const check = async () => {
        if (state !== stateOf(await desk.find(release.id))) throw releaseMovedOn();
      };
      const asked = { actor: reader.subject, reason: told.output, key, check };
      let heard = true;
      let refused: string | null = null;
      try {
        if (ask === "abandon") await desk.abandon(release.id, asked);
        else ({ heard, refused } = await desk.command(release.id, ask, asked));
      } catch (error) {
        if (!(error instanceof Refusal) || refusalStatus[error.kind] >= 500) throw error;
        // Of two clicks the first is under way, or has ended the release: its own page says what came of it.
        if (doneBefore.has(error.code)) return c.redirect(`${home}/${release.id}`, 303);
        const notice = error.code === "release-moved-on" ? movedOn : refusedFor(error.detail);
        return show(c, { ...again, release: await desk.find(release.id), notice }, 409);
      }
      if (refused !== null)
        return show(c, { ...again, release: await desk.find(release.id), notice: refusedFor(refused) }, 409);
      return c.redirect(`${home}/${release.id}${heard ? "" : `?asked=${ask}`}`, 303);
    });
  }
};
