export { startRedis, type TestRedis } from "@caravan/streams/testing";
export { type ContractStore, ticketStoreKeepsItsContract } from "./store-contract.ts";
