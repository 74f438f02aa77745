import { expect, test } from "vitest";
import { saleBusy, saleEnded, salePaused, saleWarming, soldOut } from "./refusals.ts";

test.each([soldOut, saleEnded, salePaused, saleWarming, saleBusy])(
  "what a crowd is told within seconds is made once: %o",
  (refusal) => expect(refusal()).toBe(refusal()),
);
