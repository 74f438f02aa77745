import { defineConfig } from "@caravan/service-kit";
import * as v from "valibot";

/** The environment of this service. */
export const Config = defineConfig({});
export type Config = v.InferOutput<typeof Config>;

/** The secret `guest-cookie`: the storefront signs shoppers' cookies with it. */
export const CookieSecret = v.object({ key: v.pipe(v.string(), v.minLength(16)) });
