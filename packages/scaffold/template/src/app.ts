import { type SubscriptionOptions, subscriptions } from "@caravan/dapr";
import { createRouter, type Router, reportDelivery } from "@caravan/service-kit";
import type { Hono } from "hono";
import { sampleRoutes } from "#contracts";
import type { Dependencies } from "./dependencies.ts";
import { noteHandlers } from "./routes/notes.ts";
import { onNotePublished } from "./subscriptions/on-note-published.ts";

/** The service's routes over its dependencies; opens nothing. */
export const createApp = (dependencies: Dependencies): Router =>
  createRouter({ app: dependencies.app, version: dependencies.version }).mount(
    sampleRoutes,
    noteHandlers(dependencies),
  );

/** What daprd delivers, on the port only it can reach, and what v1 hands over. */
export const createSubscriptions = (
  dependencies: Pick<Dependencies, "notes" | "now">,
  events: SubscriptionOptions,
): Hono => subscriptions([onNotePublished(dependencies)], { ...events, onOutcome: reportDelivery });
