import { describe, expect, test } from "vitest";
import {
  buy,
  credentials,
  formIn,
  home,
  lamp,
  putIntoCart,
  signUp,
  smallShop,
  tent,
} from "../testing/small-shop.ts";

const signedUp = async () => {
  const { shop, visitor } = smallShop();
  await signUp(visitor);
  const account = () => [...shop.users.accounts.values()][0];
  return { shop, visitor, account };
};

describe("an account", () => {
  test("is created and signed in to; the guest's orders and cart are transferred", async () => {
    const { shop, visitor } = smallShop();
    await buy(visitor, shop, tent.id);
    await putIntoCart(visitor, tent.id, "2");
    const guest = visitor.subject ?? "";
    expect(await signUp(visitor, "checkout")).toMatchObject({ status: 303, location: "/checkout" });
    expect(shop.users.joined).toEqual([[guest, visitor.subject]]);
    expect((await visitor.get("/cart")).html).toContain('value="2"');
    expect(shop.state.entries.has(`cart:${guest}`)).toBe(false);
    await visitor.post("/sign-out");
    expect(visitor.subject).toBeUndefined();
    await putIntoCart(visitor, lamp.id);
    await visitor.post("/sign-in?next=cart", credentials);
    const { html } = await visitor.get("/cart");
    expect(html).toContain("Brass Lamp");
    expect(html).toContain("Dune Tent");
  });

  test("a failed sign-in keeps the e-mail address, never the password, and does not say which of them was wrong", async () => {
    const { visitor } = await signedUp();
    await visitor.post("/sign-out");
    const pages = await Promise.all(
      [
        { ...credentials, password: "something else" },
        { email: "unknown@example.com", password: "something else" },
      ].map((form) => visitor.post("/sign-in", form)),
    );
    for (const { status, html } of pages) {
      expect(status).toBe(401);
      expect(html).toContain("That did not match");
      expect(html).not.toContain("something else");
    }
    expect(pages[0]?.html).toContain(`value="${credentials.email}"`);
  });

  test("marks the invalid fields of a sign-up", async () => {
    const { shop, visitor } = smallShop();
    const form = { name: "Ada", email: "ada", password: "short" };
    const { status, html } = await visitor.post("/sign-up", form);
    expect(status).toBe(400);
    expect(html).toContain('<a href="#sign-up-email">Enter an e-mail address such as ada@example.com.</a>');
    expect(html).toContain("<h2>Please check 2 fields</h2>");
    expect(html).toContain('aria-describedby="sign-up-password-error"');
    expect(html).toContain('value="Ada"');
    expect(html).not.toContain("short");
    expect(shop.users.accounts.size).toBe(0);
  });

  test.each(["https://evil.test", "//evil.test", "/\\evil.test", "javascript:1", "", "cart%0d%0a"])(
    "a sign-in never redirects to %j",
    async (next) => {
      const { visitor } = await signedUp();
      const query = `next=${encodeURIComponent(next)}`;
      expect((await visitor.get(`/sign-in?${query}`)).location).toBe("/account");
      await visitor.post("/sign-out", {});
      expect((await visitor.get(`/sign-in?${query}`)).html).toContain('action="/sign-in?next=account"');
      expect((await visitor.post(`/sign-in?${query}`, credentials)).location).toBe("/account");
    },
  );

  test("gets a sentence for each empty field", async () => {
    const { visitor } = smallShop();
    const { html } = await visitor.post("/sign-up", { name: " ", email: "", password: "" });
    for (const sentence of ["Enter the name.", "Enter your e-mail address.", "Enter your password."])
      expect(html.split(sentence)).toHaveLength(3);
  });

  test("gets a wrong password marked at its field", async () => {
    const { visitor } = await signedUp();
    const erased = await visitor.post("/account/erase", { password: "not mine at all" });
    expect(erased.html).toContain('id="erase-password-error">This is not your password.');
    const form = { currentPassword: "not mine at all", newPassword: "something longer yet" };
    const changed = await visitor.post("/account/password", form);
    expect(changed.html).toContain('id="password-currentPassword-error">This is not your password.');
    await visitor.post("/sign-out");
    const refused = await visitor.post("/sign-in", { ...credentials, password: "not mine at all" });
    expect(refused.html).toContain('aria-describedby="sign-in-password-error"');
  });

  test("is redirected from a sign-in to the requested order, and nowhere else", async () => {
    const { shop, visitor } = smallShop();
    const order = await buy(visitor, shop, tent.id);
    const next = `/sign-up?next=${order}`;
    expect((await visitor.post(next, { ...credentials, name: "Ada" })).location).toBe(`/orders/${order}`);
  });

  test("a sign-in is refused while the cart cannot be transferred", async () => {
    const { shop, visitor } = smallShop();
    await putIntoCart(visitor, tent.id);
    shop.state.isDown = true;
    expect((await signUp(visitor)).status).toBe(503);
    expect(shop.users.accounts.size).toBe(0);
  });

  test("is shown only when signed in", async () => {
    const { visitor } = smallShop();
    await putIntoCart(visitor, tent.id);
    expect((await visitor.get("/account")).location).toBe("/sign-in?next=account");
    expect((await visitor.get("/account/data.json")).location).toBe("/sign-in?next=account");
    for (const path of ["addresses", "password", "erase"])
      expect((await visitor.post(`/account/${path}`, {})).location).toBe("/sign-in?next=account");
  });

  test("adds, changes and removes addresses", async () => {
    const { visitor, account } = await signedUp();
    const kept = await visitor.post("/account/addresses", { ...home });
    expect((await visitor.get(kept.location)).html).toContain("Address saved.");
    const path = `/account/addresses/${account()?.addresses[0]?.id}`;
    const form = formIn((await visitor.get("/account")).html, path);
    expect(form).toMatchObject({ street: home.street });
    const wrong = await visitor.post(path, { ...form, country: "DE", city: "" });
    expect(wrong.status).toBe(400);
    expect(wrong.html).toContain("-city-error");
    await visitor.post(path, { ...form, country: "FR", city: "Paris" });
    expect(account()?.addresses).toMatchObject([{ city: "Paris", country: "FR" }]);
    expect((await visitor.post(`${path}/remove`)).status).toBe(303);
    expect(account()?.addresses).toEqual([]);
    expect((await visitor.post("/account/addresses/adr_1/remove")).status).toBe(404);
  });

  test("changes its password with the current one, and this browser stays signed in", async () => {
    const { visitor, account } = await signedUp();
    const form = { currentPassword: "wrong", newPassword: "a caravan in the night" };
    const wrong = await visitor.post("/account/password", form);
    expect(wrong.status).toBe(401);
    expect(wrong.html).toContain("That is not your password");
    expect((await visitor.post("/account/password", { ...form, newPassword: "short" })).status).toBe(400);
    const done = await visitor.post("/account/password", {
      ...form,
      currentPassword: credentials.password,
    });
    expect(done.location).toBe("/account?done=password");
    expect(done.headers.getSetCookie()).toHaveLength(2);
    expect(account()?.password).toBe(form.newPassword);
  });

  test("exports its data as a file, and is erased with its password only", async () => {
    const { shop, visitor, account } = await signedUp();
    const data = await visitor.get("/account/data.json");
    expect(data.headers.get("content-disposition")).toContain("attachment");
    expect(data.headers.get("cache-control")).toBe("no-store");
    expect(JSON.parse(data.html)).toMatchObject({ user: { email: credentials.email } });
    await putIntoCart(visitor, tent.id);
    expect((await visitor.post("/account/erase", { password: "wrong" })).status).toBe(401);
    expect(account()).toBeDefined();
    const erased = await visitor.post("/account/erase", { password: credentials.password });
    expect(erased.html).toContain("Your account is erased");
    expect(account()).toBeUndefined();
    expect(visitor.subject).toBeUndefined();
    expect(shop.state.entries.size).toBe(0);
  });

  test("shows a notice while user is down", async () => {
    const { shop, visitor } = await signedUp();
    shop.down.add("user");
    expect((await visitor.get("/account")).status).toBe(503);
    await visitor.post("/sign-out");
    expect(visitor.subject).toBeUndefined();
    const { status, html } = await visitor.post("/sign-in", credentials);
    expect(status).toBe(503);
    expect(html).toContain("That does not work right now");
  });
});
