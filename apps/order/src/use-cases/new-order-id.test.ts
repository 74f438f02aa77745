import { cohortHeader, cohortOf, cohortOfOrder, orderMark } from "@caravan/contracts";
import { subjectHeader } from "@caravan/service-kit";
import { expect, it } from "vitest";
import { refused } from "../testing/fake-callees.ts";
import { openFakeShop, signedIn } from "../testing/fake-shop.ts";

it.each([[[]], [[refused("reservation-ended")]]])(
  "an order is of the cohort of the request that places it, under whichever id: its events get the version of its shopper",
  async (reserve) => {
    const shop = openFakeShop();
    shop.callees.answers.reserve = [...reserve];
    const who = signedIn();
    const bucket = cohortOf(who[subjectHeader]);
    const reply = await shop.place({ ...who, [cohortHeader]: `staff,${bucket}` });
    expect(reply.status).toBe(201);
    expect(cohortOfOrder((await reply.json()).id)).toBe(`${orderMark("staff")},${bucket}`);
  },
);
