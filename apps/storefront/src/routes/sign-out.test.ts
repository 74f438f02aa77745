import { expect, test } from "vitest";
import { smallShop } from "../testing/small-shop.ts";

test("one who signs out in order to sign in as another is led on from there", async () => {
  const { visitor } = smallShop();
  await visitor.post("/sign-up", { name: "Ada", email: "ada@example.com", password: "correct horse" });
  expect((await visitor.post("/sign-out?next=releases")).location).toBe("/sign-in?next=releases");
  expect((await visitor.get("/sign-in?next=releases")).html).toContain('action="/sign-in?next=releases"');
  expect((await visitor.post("/sign-out?next=https://evil.example")).location).toBe("/sign-in?next=account");
});
