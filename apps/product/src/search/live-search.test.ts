import { describe, expect, it } from "vitest";
import type { ChangePlace, SearchableProduct } from "../dependencies.ts";
import { liveSearch } from "./live-search.ts";

const at = (second: number) => new Date(Date.UTC(2026, 10, 1, 12, 0, second));
const product = (number: number, name: string, changedAt = at(0)): SearchableProduct => ({
  id: `prd_${String(number).padStart(6, "0")}`,
  sku: "CAR-0001",
  name,
  tagline: "",
  description: "",
  category: "tents",
  categoryName: "Tents",
  facts: [],
  changedAt,
});

/** A catalogue that a test changes, and how many of its rows were read. */
const setUp = (rows: SearchableProduct[]) => {
  const catalogue = { rows, name: "Tents", read: 0, now: at(200) };
  const products = {
    categories: async () => [{ slug: "tents", name: catalogue.name, productCount: catalogue.rows.length }],
    changedAfter: async ({ changedAt, id }: ChangePlace, limit: number) => {
      const after = catalogue.rows
        .filter((row) => row.changedAt > changedAt || (row.changedAt >= changedAt && row.id > id))
        .toSorted((a, b) => a.changedAt.getTime() - b.changedAt.getTime() || (a.id < b.id ? -1 : 1))
        .slice(0, limit)
        .map((row) => ({ ...row, categoryName: catalogue.name }));
      catalogue.read += after.length;
      return after;
    },
  };
  const search = liveSearch(products, () => catalogue.now.getTime());
  const find = (query: string, after?: { id: string; rank: number }, limit = 50) =>
    search.find(query, { category: undefined, after, limit });
  return { catalogue, search, find };
};
const ids = (hits: readonly { readonly id: string }[]) => hits.map(({ id }) => Number(id.slice(4)));

describe("a search that follows the catalogue", () => {
  it("is refused until the catalogue was read, and is then ready", async () => {
    const { search, find } = setUp([product(1, "Dune Tent")]);
    expect(() => find("tent")).toThrow(expect.objectContaining({ code: "search-starting" }));
    await expect(search.ready()).rejects.toMatchObject({ kind: "unavailable" });
    await search.refresh();
    await search.ready();
    expect(ids(find("tent"))).toEqual([1]);
  });

  it("picks up new and renamed products, and reads no others", async () => {
    const { catalogue, search, find } = setUp(
      Array.from({ length: 1200 }, (_, number) => product(number, "Dune Tent")),
    );
    await search.refresh();
    catalogue.read = 0;
    await search.refresh();
    expect(catalogue.read).toBe(0);
    catalogue.now = at(600);
    catalogue.rows[7] = product(7, "Brass Lamp", catalogue.now);
    catalogue.rows.push(product(5000, "Oil Lamp", catalogue.now));
    await search.refresh();
    expect([ids(find("lamp")), catalogue.read]).toEqual([[5000, 7], 2]);
  });

  it("picks up a change that was committed after a later one", async () => {
    const { catalogue, search, find } = setUp([product(1, "Dune Tent", at(150))]);
    await search.refresh();
    catalogue.rows.push(product(2, "Oil Lamp", at(120)));
    await search.refresh();
    expect(ids(find("lamp"))).toEqual([2]);
  });

  it("drops removed products, and follows a category's name", async () => {
    const { catalogue, search, find } = setUp([product(1, "Dune"), product(2, "Ridge")]);
    await search.refresh();
    catalogue.rows.pop();
    await search.refresh();
    expect(ids(find("tent"))).toEqual([1]);
    catalogue.name = "Shelters";
    await search.refresh();
    expect([ids(find("shelter")), ids(find("tent"))]).toEqual([[1], []]);
  });

  it("serves requests while it reads", async () => {
    const { search } = setUp(Array.from({ length: 400 }, (_, number) => product(number, "Dune Tent")));
    let turns = 0;
    const count = () => {
      turns += 1;
      timer = setImmediate(count);
    };
    let timer = setImmediate(count);
    await search.refresh();
    clearImmediate(timer);
    expect(turns).toBeGreaterThan(20);
  });

  it("continues at the same hit in every replica, whatever was added meanwhile", async () => {
    const rows = Array.from({ length: 9 }, (_, number) =>
      product(number + 1, number % 2 ? "Dune Tent" : "Rope"),
    );
    for (const row of rows) if (row.name === "Rope") Object.assign(row, { description: "Holds a tent." });
    const one = setUp(rows);
    await one.search.refresh();
    const first = one.find("tent", undefined, 5);
    const other = setUp([...rows, product(90, "Tent Lamp", at(9)), product(91, "Peg", at(9))]);
    await other.search.refresh();
    const rest = other.find("tent", first.at(-1));
    expect(ids([...first, ...rest])).toEqual([8, 6, 4, 2, 9, 7, 5, 3, 1, 91]);
  });
});
