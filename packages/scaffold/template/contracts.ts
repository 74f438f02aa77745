/** The contracts as a generated service sees them: `@caravan/contracts`, with its own among them. */
export * from "@caravan/contracts";
export * from "./contract.ts";
