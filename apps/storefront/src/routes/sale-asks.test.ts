import type { SalePlace } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { formIn, home, smallShop, tent } from "../testing/small-shop.ts";

const open = (change: Parameters<ReturnType<typeof smallShop>["shop"]["flash"]["add"]>[1] = {}) => {
  const { shop, router, visitor } = smallShop();
  const sale = shop.flash.add(tent.sku, change);
  const path = `/sales/${sale.id}`;
  const join = () => visitor.post(`${path}/entry`, { address: "new", ...home });
  const ask = async () => visitor.post(`${path}/ask`, formIn((await visitor.get(path)).html, `${path}/ask`));
  const put = (state: SalePlace["state"], more: Partial<SalePlace> = {}) =>
    shop.flash.put(sale.id, visitor.subject, state, more);
  return { shop, router, visitor, sale, path, join, ask, put };
};

describe("a shopper who asks", () => {
  test("is shown the same click again while it is not decided: pressing once more gets no second piece", async () => {
    const { shop, visitor, path, ask, join } = open({ perShopper: 2 });
    await join();
    shop.flash.undecided = 1;
    const reply = await ask();
    expect([reply.status, reply.html.includes("We have heard you")]).toEqual([202, true]);
    expect(reply.html).toContain("data-again");
    const again = formIn(reply.html, `${path}/ask`);
    expect((await visitor.post(`${path}/ask`, again)).status).toBe(303);
    expect(shop.flash.asked.map(({ key }) => key)).toEqual([again.key, again.key]);
  });

  test("can ask for one more beside the first while the sale is on, if its terms allow it", async () => {
    const { shop, visitor, sale, path, join, put } = open({ perShopper: 2 });
    await join();
    put("admitted", { orderId: "ord_1", mayAsk: true });
    const { html } = await visitor.get(path);
    expect(html).toContain('href="/orders/ord_1"');
    expect(html).toContain(">Get another</button>");
    put("admitted", { orderId: "ord_1", mayAsk: false });
    expect((await visitor.get(path)).html).not.toContain(">Get another</button>");
    put("admitted", { orderId: "ord_1", mayAsk: true });
    shop.flash.turn(sale.id, "paused");
    shop.clock.time += 60_000;
    await visitor.get(path);
    expect((await visitor.get(path)).html).not.toContain(">Get another</button>");
  });

  test("under several names is told why a piece beyond the limit went back, also beside the one that stays", async () => {
    const { visitor, path, join, put } = open();
    await join();
    put("returned", { reason: "over-limit" });
    expect((await visitor.get(path)).html).toContain("You took part under several names");
    put("admitted", { reason: "over-limit", orderId: "ord_1" });
    expect((await visitor.get(path)).html).toContain("Another piece or place of yours went back");
  });
});
