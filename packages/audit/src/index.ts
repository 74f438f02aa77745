export { auditShop, isSound, type Shop } from "./audit-shop.ts";
export { auditedDatabases, type DatabaseName, type Fault } from "./check.ts";
export { DatabaseClosed } from "./databases.ts";
export type { Verdict } from "./run-audit.ts";
export { auditJson, auditText } from "./show.ts";
