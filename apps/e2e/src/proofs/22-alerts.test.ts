import { allAlerts } from "@caravan/observability";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Chat, openChat } from "../alerts/chat.ts";
import { type Fault, fire, prove, type Told, tableOf } from "../alerts/fault.ts";
import { withShortWindows } from "../alerts/objectives.ts";
import { few, forgotten, phases, unfired } from "../alerts/plan.ts";
import { expectCleanBooks } from "../harness/books.ts";
import { until } from "../harness/until.ts";

const long = process.env.CARAVAN_LONG === "1";

let chat: Chat;
beforeAll(async () => {
  chat = await openChat(long ? { "slo.yml": withShortWindows() } : {});
});
afterAll(() => chat.close());

it("every alert has a fault that fires it, or a reason why none can", () => {
  expect(forgotten(allAlerts)).toEqual([]);
});

describe.runIf(!long)("the groups of WeCom and DingTalk", () => {
  it("are told within a minute of a service without a pod and of books that differ, and that it is over", async () => {
    const rows = (await Promise.all(few.map((fault) => prove(chat, fault)))).flat();
    console.log(tableOf(rows));
    for (const { alert, toldAfter } of rows) expect(toldAfter, alert).toBeLessThan(60);
  });
});

describe.runIf(long)("the groups of WeCom and DingTalk (--long)", () => {
  const rows: Told[] = [];
  const lingering: Promise<PromiseSettledResult<readonly Told[]>[]>[] = [];
  afterAll(() => {
    const listed = Object.entries(unfired).map(([alert, why]) => `${alert}: not fired, ${why}`);
    console.log([tableOf(rows), ...listed].join("\n"));
  });
  const proveOrLinger = async (fault: Fault) => {
    const over = await fire(chat, fault);
    if (!fault.lingers) return over();
    lingering.push(Promise.allSettled([over()]));
    return [];
  };
  const expectAll = (outcomes: readonly PromiseSettledResult<readonly Told[]>[]) => {
    rows.push(...outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? outcome.value : [])));
    expect(
      outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [String(outcome.reason)] : [])),
    ).toEqual([]);
  };

  it.each(Object.entries(phases))(
    "are told of each fault, and that it is over: %s",
    async (_, faults) => expectAll(await Promise.allSettled(faults.map(proveOrLinger))),
    1_800_000,
  );

  it("are told of the end of what looks back for minutes", async () => {
    expectAll((await Promise.all(lingering)).flat());
  }, 900_000);

  it("hear the dead man's switch, and the shop has recovered from all of it", async () => {
    await until("it is called", async () => (chat.beats().length > 0 ? true : undefined));
    await expectCleanBooks(600);
  }, 900_000);
});
