import { describe } from "vitest";
import { ticketStoreKeepsItsContract } from "../testing/store-contract.ts";
import { openMemoryStore } from "./memory-store.ts";

describe("the store of these tests", () => {
  ticketStoreKeepsItsContract(async (pieces) => ({ store: openMemoryStore({ pieces }).store, sale: "sale" }));
});
