import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openReceivers, type ReleaseNotice } from "@caravan/release-runner";
import { ensureTools } from "@caravan/toolchain";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Receiver } from "./sink.ts";
import { openTold, receivers, type Told } from "./told.ts";

let folder: string;
let told: Told;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "caravan-release-notices-"));
  told = await openTold(await ensureTools(["helm", "alertmanager"], { log: () => {} }), folder);
}, 900_000);
afterEach(async () => {
  await told.close();
  await rm(folder, { recursive: true, force: true });
});

const notice = (receiver: string, changes: Partial<ReleaseNotice> = {}): ReleaseNotice => ({
  ...{ id: `rel_1/${receiver}`, release: "rel_1", service: "order", receiver, at: new Date() },
  ...{ occasion: "held", words: ['order is held: a "reason" {{ with }} 100 %.', "Decide."], ...changes },
});
const aboutIt = (receiver: Receiver) => told.arrived(receiver, "Caravan", "release 发布 order: held");

it.each(receivers)("%s is told in its own form, and no other receiver is", async (receiver) => {
  const { names, tell } = openReceivers(told.running.address);
  expect([...(await names())].sort()).toEqual([...receivers].sort());
  await tell(notice(receiver));
  const { title, text } = await aboutIt(receiver);
  expect(title).toContain("已暂停");
  expect(text).toContain('a "reason" {{ with }} 100 %.');
  expect(text).toContain("https://shop.example.com/releases/rel_1");
  expect(receivers.filter((name) => told.sink.messages[name].length > 0)).toEqual([receiver]);
});

it("each occasion is a message, and one that is handed over twice is told once, also when it is over", async () => {
  const { tell } = openReceivers(told.running.address);
  await tell(notice("wecom", { id: "rel_1/1", occasion: "started" }));
  await tell(notice("wecom"));
  await tell(notice("wecom"));
  await aboutIt("wecom");
  await told.arrived("wecom", "order: started");
  await tell(notice("wecom", { at: new Date(Date.now() - 3_600_000) }));
  await tell(notice("wecom", { id: "rel_1/9", occasion: "finished" }));
  await told.arrived("wecom", "order: finished");
  expect(told.sink.messages.wecom).toHaveLength(3);
});

it("the longest message fits into what a robot takes", async () => {
  await openReceivers(told.running.address).tell(notice("wecom", { words: ["发".repeat(2_000)] }));
  await aboutIt("wecom");
});
