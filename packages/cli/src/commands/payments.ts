import { randomUUID } from "node:crypto";
import { PaymentId, paymentStaffRoutes, TroubleKind } from "@caravan/contracts";
import { openStaffApi, paymentText, troubledTable, upTo } from "@caravan/operations/staff";
import { Argument, Command, Option } from "commander";
import { openSession } from "../session.ts";
import { idOf, wholeNumber } from "./arguments.ts";

interface TroubledOptions {
  kind?: TroubleKind;
  limit: number;
  json?: boolean;
}

async function troubled({ kind, limit, json }: TroubledOptions): Promise<void> {
  const api = await openStaffApi(await openSession(["kubectl"]));
  const { items, isMore } = await upTo(limit, (page) =>
    api.call(paymentStaffRoutes.listTroubledPayments, { query: { ...page, ...(kind ? { kind } : {}) } }),
  );
  if (json) return console.log(JSON.stringify(items, null, 2));
  if (items.length === 0) return console.log("No payment waits for staff.");
  console.log(troubledTable(items));
  if (isMore) console.log(`\nThere are more: --limit ${limit * 2}`);
}

async function retry(
  paymentId: string,
  { json, key = randomUUID() }: { json?: boolean; key?: string },
): Promise<void> {
  const api = await openStaffApi(await openSession(["kubectl"]));
  const call = { params: { paymentId }, idempotencyKey: key };
  const payment = await api.call(paymentStaffRoutes.retryPayment, call).catch((error: unknown) => {
    console.error(`If you repeat this because you do not know whether it was done, add: --key ${key}`);
    throw error;
  });
  console.log(json ? JSON.stringify(payment, null, 2) : paymentText(payment));
}

/** `./caravan payments`. */
export function paymentsCommand(): Command {
  return new Command("payments")
    .description("find payments that need a decision of the shop's staff, and ask the provider again")
    .addCommand(
      new Command("troubled")
        .description("payments that do not come to their end by themselves, oldest first, with why")
        .addOption(new Option("--kind <kind>", "only these").choices(TroubleKind.options))
        .addOption(new Option("--limit <n>", "at most so many").argParser(wholeNumber).default(50))
        .option("--json", "for scripts")
        .action(troubled),
    )
    .addCommand(
      new Command("retry")
        .description("ask the provider now for what is unfinished, and anew for refunds that failed")
        .addArgument(new Argument("<id>").argParser(idOf(PaymentId, "pay")))
        .option("--json", "for scripts")
        .option("--key <key>", "of a try before, so that money goes back once")
        .action(retry),
    );
}
