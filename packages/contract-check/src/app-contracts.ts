import * as v from "valibot";
import { JsonSchema } from "./json-schema.ts";
import { Operation } from "./operation.ts";

const Operations = v.record(v.string(), Operation);
const Events = v.record(v.string(), JsonSchema);

/** What one version of an app says and hears. Its image carries it (`/app/contracts.json`). */
export const AppContracts = v.object({
  app: v.string(),
  /** By the routes' ids. */
  serves: Operations,
  /** By the services that it calls, as it takes them to be. */
  calls: v.record(v.string(), Operations),
  /** By topic. */
  publishes: Events,
  hears: Events,
});
export type AppContracts = v.InferOutput<typeof AppContracts>;
