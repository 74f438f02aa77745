import { Trouble } from "@caravan/toolchain";

/** Another process, perhaps on another machine, does this already. It did not fail: wait until that one has ended. */
export class BusyElsewhere extends Trouble {}
