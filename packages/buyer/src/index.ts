export { type Buyer, type BuyerOptions, openBuyer, somewhere } from "./buyer.ts";
export { cards, payAtBank } from "./pay-at-bank.ts";
export { overPool, type Reply, type Request, type Transport } from "./transport.ts";
