export { startFlashRedis } from "./flash-redis.ts";
export { copySale } from "./lose-writes.ts";
export { type ContractStore, ticketStoreKeepsItsContract } from "./store-contract.ts";
