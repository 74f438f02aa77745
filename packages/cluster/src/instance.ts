import { checkout } from "@caravan/toolchain";
import { type Instance, instanceOf } from "@caravan/toolchain/cluster";

/** The embedded cluster of this checkout: the folder of its state. */
export const instance: Instance = instanceOf(checkout);
