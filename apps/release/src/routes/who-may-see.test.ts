import { newId } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { openPages } from "../testing/browser.ts";
import { fakeDesk } from "../testing/fake-desk.ts";
import { ada } from "../testing/played.ts";
import { sample, sampleNames } from "../testing/samples.ts";

const pathOf = (name: string) => `/releases/${sample(name).release.id}`;
const pages = openPages(fakeDesk(sampleNames.map(sample)));

describe("who may see releases", () => {
  test.each([
    ["without a session", undefined, 401, "Please sign in"],
    ["a shopper", "shopper", 403, "Your account may not do this"],
    ["staff", "shopper staff", 200, "under-way"],
    ["a release manager", "shopper release-manager", 200, "under-way"],
  ])("%s", async (_, scope, status, text) => {
    const reply = await pages.as(scope).get("/releases");
    expect(reply.status).toBe(status);
    expect(await reply.text()).toContain(text);
  });

  test("the page without a session leads to the shop's sign-in and back", async () => {
    expect(await (await pages.as(undefined).get("/releases")).text()).toContain(
      'href="/sign-in?next=releases"',
    );
  });

  test("the page for an account without the scope names it, who gives it, and leads to another account and to the shop", async () => {
    const text = await (await pages.as("shopper").get("/releases")).text();
    for (const words of ["scope staff or release-manager", `/v1/staff/users/${ada}/scopes`, 'href="/"'])
      expect(text).toContain(words);
    expect(text).toContain('action="/sign-out?next=releases" method="post"');
    expect(text, "that page is refused, too").not.toContain('class="button quiet-button" href="/releases"');
  });

  test("a guest is led to the sign-in, and stays one", async () => {
    const text = await (await pages.as("guest", newId("gst")).get("/releases")).text();
    expect(text).toContain('href="/sign-in?next=releases"');
    expect(text).not.toContain("/sign-out");
  });

  test("only a release manager sees buttons", async () => {
    const button = `href="${pathOf("held")}/resume"`;
    expect(await (await pages.as("release-manager").get(pathOf("held"))).text()).toContain(button);
    expect(await (await pages.as("staff").get(pathOf("held"))).text()).not.toContain(button);
  });
});
