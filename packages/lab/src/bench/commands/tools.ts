import { wholeNumber } from "@caravan/terminal/arguments";
import { Option } from "commander";
import type { InstallCheckout } from "../compare/run-compare.ts";
import type { OpenEmbedded } from "../stage.ts";

/** What the command line gives to benchmarks: the way to the cluster, and how it is installed. */
export interface BenchTools {
  /** Throws Trouble when the target is another cluster. */
  readonly requireEmbedded: () => Promise<void>;
  readonly open: OpenEmbedded;
  readonly installCheckout: InstallCheckout;
}

export const connectionsOption = (): Option =>
  new Option("--connections <n,n>", "requests at a time, one figure after the other").argParser((list) =>
    list.split(",").map(wholeNumber),
  );
