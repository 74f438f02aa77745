import { randomUUID } from "node:crypto";
import { euros, OrderId, OrderStatus, orderStaffRoutes } from "@caravan/contracts";
import {
  callOnce,
  keyOption,
  openStaffApi,
  ordersTable,
  orderText,
  type StaffApi,
  upTo,
  withReason,
} from "@caravan/operations/staff";
import { idOf, wholeNumber } from "@caravan/terminal/arguments";
import { Argument, Command, Option } from "commander";
import { openSession } from "../session.ts";

/** The shop at hand, as its staff. */
export const staffApi = async (): Promise<StaffApi> => openStaffApi(await openSession(["kubectl"]));

interface ListOptions {
  status?: OrderStatus;
  stuck?: boolean;
  limit: number;
  json?: boolean;
}

const list = async ({ status, stuck, limit, json }: ListOptions): Promise<void> => {
  const api = await staffApi();
  const { items: orders, isMore } = await upTo(limit, (page) =>
    api.call(orderStaffRoutes.searchOrders, {
      query: { ...page, ...(status ? { status } : {}), ...(stuck ? { stuck: "true" } : {}) },
    }),
  );
  if (json) return console.log(JSON.stringify(orders, null, 2));
  if (orders.length === 0) return console.log("There are no such orders.");
  console.log(ordersTable(orders));
  if (isMore) console.log(`\nThere are more: --limit ${limit * 2}`);
};

const show = async (orderId: string, { json }: { json?: boolean }): Promise<void> => {
  const api = await staffApi();
  const inspection = await api.call(orderStaffRoutes.inspectOrder, { params: { orderId } });
  console.log(json ? JSON.stringify(inspection, null, 2) : orderText(inspection));
};

interface Because {
  reason: string;
  json?: boolean;
}

/** Applies a command to an order and shows the order afterwards. */
const change =
  (route: typeof orderStaffRoutes.retryOrder | typeof orderStaffRoutes.compensateOrder) =>
  async (orderId: string, { reason, json }: Because): Promise<void> => {
    const api = await staffApi();
    const call = { params: { orderId }, body: { reason }, idempotencyKey: randomUUID() };
    const inspection = await api.call(route, call);
    console.log(json ? JSON.stringify(inspection, null, 2) : orderText(inspection));
  };

const refund = async (
  orderId: string,
  { cents, reason, json, key }: Because & { cents: number; key?: string },
): Promise<void> => {
  const api = await staffApi();
  const call = { params: { orderId }, body: { amount: euros(cents), reason } };
  const inspection = await callOnce(key, (idempotencyKey) =>
    api.call(orderStaffRoutes.refundOrder, { ...call, idempotencyKey }),
  );
  console.log(json ? JSON.stringify(inspection, null, 2) : orderText(inspection));
};

const onOrder = (name: string, description: string) =>
  new Command(name)
    .description(description)
    .addArgument(new Argument("<id>").argParser(idOf(OrderId, "ord")))
    .option("--json", "for scripts");
const changing = (name: string, description: string) =>
  withReason(onOrder(name, description), "the reason, shown in the timeline");

export const ordersCommand = (): Command =>
  new Command("orders")
    .description("inspect and repair orders, as staff of the shop")
    .addCommand(
      new Command("list")
        .description("newest first")
        .addOption(new Option("--status <status>", "only these").choices(OrderStatus.options))
        .option("--stuck", "only stuck ones: steps that keep failing, an overdue deadline, or left to staff")
        .addOption(new Option("--limit <n>", "most results").argParser(wholeNumber).default(50))
        .option("--json", "for scripts")
        .action(list),
    )
    .addCommand(onOrder("show", "all of an order with its timeline").action(show))
    .addCommand(changing("retry", "try its next step now").action(change(orderStaffRoutes.retryOrder)))
    .addCommand(
      changing("compensate", "compensate it: refund the payment, return the stock").action(
        change(orderStaffRoutes.compensateOrder),
      ),
    )
    .addCommand(
      changing("refund", "refund a part of the money")
        .addOption(new Option("--cents <n>", "how much").argParser(wholeNumber).makeOptionMandatory())
        .addOption(keyOption("the money is refunded"))
        .action(refund),
    );
