import { defineConfig } from "@caravan/service-kit";

/** The environment of this service. */
export const Config = defineConfig({});
