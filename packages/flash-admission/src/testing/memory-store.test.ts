import { describe } from "vitest";
import { openMemoryStore } from "./memory-store.ts";
import { ticketStoreKeepsItsContract } from "./store-contract.ts";

describe("the store of these tests", () => {
  ticketStoreKeepsItsContract(async (pieces) => ({ store: openMemoryStore({ pieces }).store, sale: "sale" }));
});
