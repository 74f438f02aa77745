import { PaymentId, paymentStaffRoutes, TroubleKind } from "@caravan/contracts";
import {
  callOnce,
  keyOption,
  openStaffApi,
  paymentText,
  troubledTable,
  upTo,
} from "@caravan/operations/staff";
import { idOf, wholeNumber } from "@caravan/terminal/arguments";
import { Argument, Command, Option } from "commander";
import { openSession } from "../session.ts";

interface TroubledOptions {
  kind?: TroubleKind;
  limit: number;
  json?: boolean;
}

const troubled = async ({ kind, limit, json }: TroubledOptions): Promise<void> => {
  const api = await openStaffApi(await openSession(["kubectl"]));
  const { items, isMore } = await upTo(limit, (page) =>
    api.call(paymentStaffRoutes.listTroubledPayments, { query: { ...page, ...(kind ? { kind } : {}) } }),
  );
  if (json) return console.log(JSON.stringify(items, null, 2));
  if (items.length === 0) return console.log("No payment waits for staff.");
  console.log(troubledTable(items));
  if (isMore) console.log(`\nThere are more: --limit ${limit * 2}`);
};

const retry = async (paymentId: string, { json, key }: { json?: boolean; key?: string }): Promise<void> => {
  const api = await openStaffApi(await openSession(["kubectl"]));
  const payment = await callOnce(key, (idempotencyKey) =>
    api.call(paymentStaffRoutes.retryPayment, { params: { paymentId }, idempotencyKey }),
  );
  console.log(json ? JSON.stringify(payment, null, 2) : paymentText(payment));
};

/** `./caravan payments`. */
export const paymentsCommand = (): Command =>
  new Command("payments")
    .description("find payments that need a decision of staff, and retry them")
    .addCommand(
      new Command("troubled")
        .description("payments that need staff, oldest first, with the reason")
        .addOption(new Option("--kind <kind>", "only these").choices(TroubleKind.options))
        .addOption(new Option("--limit <n>", "most results").argParser(wholeNumber).default(50))
        .option("--json", "for scripts")
        .action(troubled),
    )
    .addCommand(
      new Command("retry")
        .description("retry the unfinished commands now, and request failed refunds again")
        .addArgument(new Argument("<id>").argParser(idOf(PaymentId, "pay")))
        .option("--json", "for scripts")
        .addOption(keyOption("the money is refunded"))
        .action(retry),
    );
