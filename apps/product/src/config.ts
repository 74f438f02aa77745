import { defineConfig } from "@caravan/service-kit";
import * as v from "valibot";

/** The environment of this service. */
export const Config = defineConfig({
  /** Folder of the products' pictures; the image carries it beside the bundle. */
  PICTURES_DIR: v.optional(v.string(), "./pictures"),
});
export type Config = v.InferOutput<typeof Config>;
