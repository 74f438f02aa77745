import { business } from "./business.ts";
import type { Case } from "./case.ts";
import { flash } from "./flash.ts";
import { platform } from "./platform.ts";
import { promotion } from "./promotion.ts";
import { services } from "./services.ts";
import { slo } from "./slo.ts";

/** Cases of every alert, by file of rules. */
export const allCases: Readonly<Record<string, readonly Case[]>> = {
  slo,
  business,
  flash,
  promotion,
  services,
  platform,
};
