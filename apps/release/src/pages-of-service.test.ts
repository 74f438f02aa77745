import { afterAll, beforeAll, expect, it } from "vitest";
import { browserOf } from "./testing/browser.ts";
import { clientOf } from "./testing/client.ts";
import { openTestService } from "./testing/open-test-service.ts";

let service: Awaited<ReturnType<typeof openTestService>>;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service.close());

it("a release manager follows a release on its page and takes it back there, once for two clicks", async () => {
  const process = service.open("pages");
  const engine = process.start();
  const api = clientOf(service, process.app, "release-manager");
  const browser = browserOf(process.app, "release-manager", api.subject);
  const { id } = await api.releaseIn(await api.start());
  await api.answer(id, 1, { outcome: "done" });
  await api.until(id, ({ phase }) => phase === "observing");

  const slash = await browser.get("/releases/");
  expect([slash.status, new URL(slash.headers.get("location") ?? "", "http://shop").pathname]).toEqual([
    301,
    "/releases",
  ]);
  const list = await (await browser.get("/releases")).text();
  expect(list).toContain(`href="/releases/${id}"`);
  const page = await browser.get(`/releases/${id}`);
  expect(await page.text()).toContain("In force: 5 %, observing");
  const etag = page.headers.get("etag") ?? "";

  const path = `/releases/${id}/rollback`;
  const form = await (await browser.get(path)).text();
  const value = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(form)?.[1] ?? "";
  const fields = { key: value("key"), state: value("state"), reason: "customers complain" };
  const replies = await Promise.all([browser.post(path, fields), browser.post(path, fields)]);
  const late = await browser.post(path, fields);
  const hold = { ...fields, key: `ask_${crypto.randomUUID()}` };
  expect((await browser.post(`/releases/${id}/hold`, hold)).status).toBe(409);
  await engine.stop();

  for (const { status } of [...replies, late]) expect(status).toBe(303);
  const text = await (await browser.get(`/releases/${id}`, { "if-none-match": etag })).text();
  expect(text).toContain("asked for it (rollback): customers complain");
  const log = await (await api.get(`/v1/staff/releases/${id}/log`)).text();
  expect(log.split("\n").filter((line) => line.includes('"kind":"command"'))).toHaveLength(1);
}, 30_000);
