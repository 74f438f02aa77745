import type { Streams } from "@caravan/release-engine";
import { streamsOf } from "./dialect.ts";
import type { Query } from "./ports.ts";

/** Streams that are open on both versions. One that cannot be asked about, or whose pods do not count them, is not known. */
export const readStreams = async (query: Query, service: string, at: Date): Promise<Streams> => {
  const count = async (version: "v1" | "v2"): Promise<number | null> => {
    const [sample] = await query(streamsOf(service, version), at).catch(() => []);
    return sample && Number.isFinite(sample.value) ? Math.max(0, Math.round(sample.value)) : null;
  };
  const [v1, v2] = await Promise.all([count("v1"), count("v2")]);
  return { v1, v2 };
};
