import { defineConfig } from "@caravan/service-kit";

/** The environment of this service: what every service has, and nothing of its own yet. */
export const Config = defineConfig({});
