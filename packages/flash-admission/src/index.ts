export { type Admission, type AdmissionParts, openAdmission } from "./admission/admission.ts";
export type { Decision, Returned } from "./admission/decision.ts";
export { Name, Sale } from "./admission/keys.ts";
export type { Batch, Decided, Snapshot, StoredTicket, TicketStore } from "./hand-over/store.ts";
export { type Rebuilt, rebuild } from "./rebuild/rebuild.ts";
export { openSoldOutMemory, type SoldOutMemory } from "./sold-out/memory.ts";
