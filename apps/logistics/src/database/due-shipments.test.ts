import { afterAll, describe, expect, it } from "vitest";
import { cancel } from "../domain/steps.ts";
import { fakeShipments } from "../testing/fake-shipments.ts";
import { announced, closeStores, inMariaDb, later, make, step } from "../testing/shipment-stores.ts";

afterAll(closeStores);

describe.each([
  { name: "in MariaDB", open: inMariaDb },
  { name: "fake", open: async () => fakeShipments() },
])("due work ($name)", ({ open }) => {
  it("is found when its time has come, taken by one, and found again after the lease", async () => {
    const store = await open();
    const [soon, next] = [make(), make({ due: { work: "announce", at: later(30) } })];
    for (const one of [next, soon]) await store.add(one);
    const claim = (at: Date) => store.claimDue("announce", at, new Date(at.getTime() + 60_000), 10);
    const ids = async (at: Date) => (await claim(at)).map(({ id }) => id);
    expect(await ids(later(19))).toEqual([]);
    const [taken] = await claim(later(20));
    expect(taken).toEqual({ ...soon, handingOver: true, due: { work: "announce", at: later(80) } });
    expect(await store.find(soon.id)).toEqual(taken);
    await expect(store.change(soon.id, (it) => cancel(it, step))).rejects.toThrow("shipment-dispatched");
    await store.change(next.id, (it) => cancel(it, step));
    expect(await ids(later(79))).toEqual([]);
    expect(await ids(later(80))).toEqual([soon.id]);
    await store.change(soon.id, announced);
    expect(await ids(later(1000))).toEqual([]);
    expect(await store.claimDue("poll", later(59), later(99), 10)).toEqual([]);
    expect((await store.claimDue("poll", later(60), later(99), 10)).map(({ id }) => id)).toEqual([soon.id]);
  });
});
