import { expect, test } from "vitest";
import { home, smallShop, tent } from "../testing/small-shop.ts";

test("who still waits when the sale is over is told so, and the page rests", async () => {
  const { shop, visitor } = smallShop();
  const sale = shop.flash.add(tent.sku);
  const path = `/sales/${sale.id}`;
  await visitor.post(`${path}/entry`, { address: "new", ...home });
  shop.flash.put(sale.id, visitor.subject, "waiting", { place: 4 });
  expect((await visitor.get(path)).html).toContain("You are in line");
  shop.flash.turn(sale.id, "ended");
  shop.clock.time += 60_000;
  await visitor.get(path);
  const page = await visitor.get(path);
  expect(page.html).toContain("The line did not come to you");
  expect(page.html).not.toContain("You are in line");
  expect(page.html).not.toContain('http-equiv="refresh"');
});
