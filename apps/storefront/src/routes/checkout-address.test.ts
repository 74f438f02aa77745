import { newId } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { checkoutForm, formIn, home, lamp, putIntoCart, signUp, withCart } from "../testing/small-shop.ts";

describe("the address of a checkout", () => {
  test("that lacks something is asked for again, and nothing is ordered", async () => {
    const { shop, visitor } = await withCart();
    const form = { ...(await checkoutForm(visitor)), street: " ", country: "Germany" };
    const { status, html } = await visitor.post("/checkout", form);
    expect(status).toBe(400);
    expect(html).toContain("<h2>Please check 2 fields</h2>");
    expect(html).toContain('<a href="#to-street">Enter the address.</a>');
    expect(html).toContain('aria-describedby="to-street-error"');
    expect(html).toContain('id="to-country-error"');
    expect(html).toContain('value="Ada Wanderer"');
    expect(shop.orders.orders.size).toBe(0);
  });

  test("comes from an account's address book, is typed when there is none, and may be saved", async () => {
    const { shop, visitor } = await withCart();
    await signUp(visitor);
    await visitor.post("/checkout", { ...(await checkoutForm(visitor)), keep: "yes" });
    const [account] = shop.users.accounts.values();
    expect(account?.addresses).toMatchObject([home]);
    await putIntoCart(visitor, lamp.id);
    const { html } = await visitor.get("/checkout");
    const form = formIn(html, "/checkout");
    expect(form.address).toBe(account?.addresses[0]?.id);
    expect((await visitor.post("/checkout", { ...form, street: "" })).status).toBe(303);
    expect([...shop.orders.orders.values()].at(-1)?.deliverTo).toEqual(home);
    await putIntoCart(visitor, lamp.id);
    shop.down.add("user");
    expect((await visitor.get("/checkout")).html).toContain("Your saved addresses cannot be reached");
    expect((await visitor.post("/checkout", await checkoutForm(visitor))).status).toBe(303);
  });

  test("that is saved and that we no longer deliver to gets a notice, and nothing is ordered", async () => {
    const { shop, visitor } = await withCart();
    await signUp(visitor);
    const [account] = shop.users.accounts.values();
    const id = newId("adr");
    account?.addresses.push({ id, ...home, country: "US" });
    const form = formIn((await visitor.get("/checkout")).html, "/checkout");
    const { status, html } = await visitor.post("/checkout", { ...form, address: id });
    expect(status).toBe(409);
    expect(html).toContain("We cannot deliver to that saved address");
    expect(shop.orders.orders.size).toBe(0);
  });
});
