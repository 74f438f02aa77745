import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRush } from "./rush.ts";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";
import { advanceTickets } from "./use-cases/advance-tickets.ts";

describe("a rush", () => {
  const at = { seconds: 1000 };
  const press = (rush: ReturnType<typeof createRush>, clicks: number) => {
    for (let i = 0; i < clicks; i += 1) rush.heard();
  };

  it("is a hundred clicks within a second, and over two seconds later", () => {
    const rush = createRush(() => new Date(at.seconds * 1000));
    press(rush, 99);
    expect(rush.goesOn()).toBe(false);
    press(rush, 1);
    expect(rush.goesOn()).toBe(true);
    at.seconds += 1;
    expect(rush.goesOn()).toBe(true);
    at.seconds += 1;
    expect(rush.goesOn()).toBe(false);
  });

  it("is not seen in clicks of long ago", () => {
    const rush = createRush(() => new Date(at.seconds * 1000));
    press(rush, 100);
    at.seconds += 60;
    expect(rush.goesOn()).toBe(false);
  });
});

describe("while people press", () => {
  let shop: RealShop;
  beforeAll(async () => {
    shop = await openRealShop();
  });
  afterAll(() => shop.close());

  it("tickets become orders after twenty seconds at the latest", async () => {
    const { id } = await shop.open();
    await shop.keeper.claim();
    await shop.keeper.round();
    await shop.ask(await shop.join(id), id);
    const rush = { heard: () => undefined, goesOn: () => true };
    const advance = (seconds: number) =>
      advanceTickets({ ...shop.dependencies, rush, now: () => new Date(Date.now() + seconds * 1000) });
    await expect.poll(() => shop.dependencies.tickets.lag(new Date())).toMatchObject({ dueTickets: 1 });
    await advance(0);
    expect(shop.partners.placed.size).toBe(0);
    await advance(21);
    expect(shop.partners.placed.size).toBe(1);
  });
});
