import type { SavedAddress } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { entryFor, mostAddresses } from "./address-book.ts";

const address = { name: "Ada", street: "Main St 1", postalCode: "10115", city: "Berlin", country: "DE" };
const newId = () => "adr_new";

describe("adding an address", () => {
  it("adds an entry, and finds it again for the same address", () => {
    const first = entryFor([], address, newId);
    expect(first).toEqual({ entry: { id: "adr_new", ...address }, added: true });
    const book: SavedAddress[] = [{ ...first.entry, id: "adr_1" }];
    expect(entryFor(book, { ...address }, newId)).toEqual({ entry: book[0], added: false });
  });

  it.each(Object.keys(address))("treats a different %s as another address", (field) => {
    const book = [{ id: "adr_1", ...address }];
    expect(entryFor(book, { ...address, [field]: "XX" }, newId).added).toBe(true);
  });

  it("refuses entries beyond the limit, but not existing ones", () => {
    const book = Array.from({ length: mostAddresses }, (_, i) => ({
      id: `adr_${i}`,
      ...address,
      city: `${i}`,
    }));
    expect(() => entryFor(book, address, newId)).toThrow("address-book-full");
    expect(entryFor(book, { ...address, city: "7" }, newId).entry.id).toBe("adr_7");
  });
});
