import type { Database } from "@caravan/database";
import { openCurrentRules } from "../current-rules.ts";
import type { Dependencies } from "../dependencies.ts";
import { openPeopleOf, openPeopleStore } from "./people.ts";
import { openPromotions } from "./promotions.ts";
import { openUses } from "./uses.ts";

/** Opens all stores over the service's database. */
export const openStores = (
  database: Database,
  now: () => Date,
): Pick<Dependencies, "promotions" | "people" | "uses" | "currentRules"> => {
  const people = openPeopleOf();
  const promotions = openPromotions(database, people);
  return {
    promotions,
    people: openPeopleStore(database, people),
    uses: openUses(database, people),
    currentRules: openCurrentRules(promotions, now),
  };
};
