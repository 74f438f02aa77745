import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { secretValue } from "../harness/kubectl.ts";
import { openDesk } from "../harness/release-desk.ts";
import { caravan } from "../harness/shop.ts";
import { staffMember } from "../harness/shopper.ts";
import { launchChromium, newVisitor, phone, desk as wide } from "../journey/chromium.ts";
import { signIn } from "../journey/visitor.ts";

const plan = `service: product
steps:
  - { weight: 10, minimumRequests: 100000, maximumDuration: 30m }
`;

let chromium: Browser;
let desk: ReturnType<typeof openDesk>;
beforeAll(async () => {
  chromium = await launchChromium();
  desk = openDesk(await staffMember());
  await caravan("canary", "product");
});
afterAll(async () => {
  await desk.freezeAll();
  await caravan("canary", "product", "--off");
  await chromium.close();
});

/** A release manager's browser, signed in by the shop's own form. */
const manager = async (options: typeof phone) => {
  const visitor = await newVisitor(chromium, options);
  const [email, password] = await Promise.all([
    secretValue("shop", "staff-account", "email"),
    secretValue("shop", "staff-account", "password"),
  ]);
  await visitor.page.goto("/sign-in");
  await signIn(visitor.page, { email: email ?? "", password: password ?? "" });
  await visitor.page.waitForURL((url) => url.pathname !== "/sign-in");
  return visitor;
};

describe("a release manager", () => {
  it("reads a release on a phone and a wide screen without any barrier, and takes it back with the phone", async () => {
    const { id } = await desk.start({ service: "product", image: "localhost/caravan/product:new", plan });
    await desk.done(id, "start canary");
    await desk.wait(id, "v2 gets requests", ({ phase }) => phase === "observing");
    const seen: string[] = [];
    const [small, large] = [await manager(phone), await manager(wide)];
    for (const { page, barriers } of [small, large])
      for (const path of ["", `/${id}`, `/${id}/rollback`]) {
        await page.goto(`/releases${path}`);
        seen.push(...(await barriers()));
      }
    expect(seen).toEqual([]);

    await large.page.goto(`/releases/${id}`);
    await small.page.goto(`/releases/${id}`);
    await small.page.locator(`a[href="/releases/${id}/rollback"]`).first().click();
    await small.page.getByLabel("Reason").fill("a proof");
    await small.page.getByRole("button", { name: "Roll back" }).click();
    await small.page.waitForURL(new RegExp(`/releases/${id}$`));
    await desk.wait(id, "it goes back", ({ phase }) => phase === "rolling back");
    // The other browser is told, and shows it by itself.
    await large.page.locator(".badge", { hasText: "rolling back" }).first().waitFor();
    await desk.done(id, "remove canary");
    await large.page.locator(".badge", { hasText: "rolled back" }).first().waitFor();
    expect([...small.faults, ...large.faults]).toEqual([]);
    await small.close();
    await large.close();
  });
});
