import { newId } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { addPieces, removeLine } from "../domain/cart.ts";
import { FakeState } from "../testing/fake-state.ts";
import { lamp, tent } from "../testing/small-shop.ts";
import { createCarts } from "./carts.ts";

const guest = newId("gst");
const account = newId("usr");
const add =
  (productId: string, quantity = 1) =>
  (cart: Parameters<typeof addPieces>[0]) =>
    addPieces(cart, { productId, quantity });

const setUp = () => {
  const state = new FakeState();
  return { state, carts: createCarts(state, { pause: async () => {}, newKey: () => crypto.randomUUID() }) };
};

describe("carts", () => {
  test("two tabs that add items at the same time lose none", async () => {
    const { state, carts } = setUp();
    await carts.change(guest, add(tent.id));
    state.meanwhile = () => carts.change(guest, add(lamp.id, 2));
    const { lines } = await carts.change(guest, add(tent.id));
    expect(lines).toEqual([
      { productId: tent.id, quantity: 2 },
      { productId: lamp.id, quantity: 2 },
    ]);
  });

  test("two tabs that add the first item do not overwrite each other", async () => {
    const { state, carts } = setUp();
    state.meanwhile = () => carts.change(guest, add(lamp.id));
    await carts.change(guest, add(tent.id));
    expect((await carts.read(guest)).lines.map(({ productId }) => productId)).toEqual([lamp.id, tent.id]);
  });

  test("many tabs at once lose nothing", async () => {
    const { carts } = setUp();
    await Promise.all(Array.from({ length: 10 }, () => carts.change(guest, add(tent.id))));
    expect((await carts.read(guest)).lines).toEqual([{ productId: tent.id, quantity: 10 }]);
  });

  test("expire after 30 days, a guest's after 7, and are not written when nothing changes", async () => {
    const { state, carts } = setUp();
    await carts.change(guest, (cart) => removeLine(cart, tent.id));
    expect(state.entries.size).toBe(0);
    await carts.change(guest, add(tent.id));
    expect(state.entries.get(`cart:${guest}`)?.ttlSeconds).toBe(604_800);
    await carts.change(account, add(tent.id));
    expect(state.entries.get(`cart:${account}`)?.ttlSeconds).toBe(2_592_000);
  });

  test("a guest's cart is merged into the account's and deleted", async () => {
    const { state, carts } = setUp();
    await carts.change(guest, add(tent.id, 60));
    await carts.change(account, add(tent.id, 60));
    await carts.change(account, add(lamp.id));
    await carts.join(guest, account);
    expect((await carts.read(account)).lines).toEqual([
      { productId: tent.id, quantity: 99 },
      { productId: lamp.id, quantity: 1 },
    ]);
    expect(state.entries.has(`cart:${guest}`)).toBe(false);
  });

  test("items that another tab adds during the merge are transferred, once", async () => {
    const { state, carts } = setUp();
    await carts.change(guest, add(tent.id));
    const whileDeleting = () => carts.change(guest, add(lamp.id));
    // The first write of the join is the account's, the second deletes the guest's.
    state.meanwhile = async () => {
      state.meanwhile = whileDeleting;
    };
    await carts.join(guest, account);
    expect((await carts.read(account)).lines).toEqual([
      { productId: tent.id, quantity: 1 },
      { productId: lamp.id, quantity: 1 },
    ]);
    expect(state.entries.has(`cart:${guest}`)).toBe(false);
  });

  test("are refused as unavailable when the store takes no writes, although daprd reports a conflict", async () => {
    const { state, carts } = setUp();
    await carts.change(guest, add(tent.id));
    state.isFull = true;
    state.writes = 0;
    await expect(carts.change(guest, add(lamp.id))).rejects.toMatchObject({
      kind: "unavailable",
      code: "carts-unwritable",
    });
    await expect(carts.change(account, add(lamp.id))).rejects.toMatchObject({ code: "carts-unwritable" });
    expect(state.writes).toBeLessThan(8);
    expect((await carts.read(guest)).lines).toHaveLength(1);
  });

  test("are refused as unavailable when the store does not answer", async () => {
    const { state, carts } = setUp();
    state.isDown = true;
    await expect(carts.read(guest)).rejects.toMatchObject({ kind: "unavailable" });
  });
});
