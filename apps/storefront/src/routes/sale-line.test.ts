import { Refusal, type SalePlace } from "@caravan/contracts";
import { expect, test, vi } from "vitest";
import { formIn, home, smallShop, tent } from "../testing/small-shop.ts";

const takingPart = async () => {
  const { shop, visitor } = smallShop();
  const sale = shop.flash.add(tent.sku, { perAddress: 50 });
  const path = `/sales/${sale.id}`;
  const join = () => visitor.post(`${path}/entry`, { address: "new", ...home });
  await join();
  const put = (state: SalePlace["state"], more: Partial<SalePlace>) =>
    shop.flash.put(sale.id, visitor.subject, state, more);
  const read = async () => (await visitor.get(path)).html;
  const end = async () => {
    shop.flash.turn(sale.id, "ended");
    shop.clock.time += 60_000;
    await read();
  };
  return { shop, visitor, path, join, put, read, end };
};

test.each([
  ["as a flash of the release before tells it", "waiting", null],
  ["as flash tells it", "returned", "sale-ended"],
] as const)(
  "who still waits when the sale is over is told so, %s, and the page rests",
  async (_, state, reason) => {
    const { put, read, end } = await takingPart();
    put("waiting", { place: 4 });
    expect(await read()).toContain("You are in line");
    await end();
    put(state, { reason });
    const page = await read();
    expect(page).toContain("The line did not come to you");
    expect(page).toContain(`href="/products/${tent.id}">buy it at its usual price`);
    for (const words of ["You are in line", "went back", 'http-equiv="refresh"', "data-watch"])
      expect(page).not.toContain(words);
  },
);

test("who has paid sees the order, and nothing that urges", async () => {
  const { put, read } = await takingPart();
  put("admitted", { orderId: "ord_1", payBy: "2026-11-30T19:10:00.000Z" });
  expect(await read()).toContain('id="countdown"');
  put("paid", { orderId: "ord_1" });
  const paid = await read();
  expect(paid).toContain('href="/orders/ord_1"');
  for (const part of ['id="countdown"', 'id="sale-badge"', 'id="sale-state"', 'id="refresh"'])
    expect(paid).not.toContain(part);
  put("paid", { orderId: "ord_1", mayAsk: true });
  expect(await read(), "one who may have another is told how long").toContain('id="countdown"');
});

test("who gave a piece back is told that it counts, and what can be done instead", async () => {
  const { shop, visitor, path, put, read } = await takingPart();
  const form = formIn(await read(), `${path}/ask`);
  put("returned", { reason: "expired" });
  shop.flash.refusals.push(new Refusal({ kind: "forbidden", code: "ticket-returned", detail: "no" }));
  const { html } = await visitor.post(`${path}/ask`, form);
  for (const words of ["It was not paid in time", "you cannot ask again in this sale", 'href="/sales"'])
    expect(html).toContain(words);
  expect(html).toContain(`href="/products/${tent.id}">buy it at its usual price`);
  put("returned", { reason: "expired", mayAsk: true });
  expect(await read()).not.toContain("you cannot ask again");
});

test("the limit of a connection is told with its number", async () => {
  const { shop, visitor, join } = await takingPart();
  await visitor.post("/sign-out");
  const tooMany = new Refusal({ kind: "forbidden", code: "too-many-of-address", detail: "no" });
  vi.spyOn(shop.flash.client, "joinSale").mockRejectedValue(tooMany);
  expect((await join()).html).toContain("50 shoppers of each connection may, and as many do already.");
});
