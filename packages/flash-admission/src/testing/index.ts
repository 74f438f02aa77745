export { startRedis, type TestRedis } from "@caravan/streams/testing";
export { copySale } from "./lose-writes.ts";
export { type ContractStore, ticketStoreKeepsItsContract } from "./store-contract.ts";
