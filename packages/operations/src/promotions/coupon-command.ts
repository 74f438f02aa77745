import { randomUUID } from "node:crypto";
import { type PromotionFile, PromotionId, promotionStaffRoutes as routes, UserId } from "@caravan/contracts";
import { idOf } from "@caravan/terminal/arguments";
import { Trouble } from "@caravan/toolchain";
import { Argument, Command, Option } from "commander";
import { callOnce, keyOption } from "../staff/call-once.ts";
import {
  atTime,
  type Because,
  command,
  number,
  type OpenApi,
  type Output,
  wholeOrZero,
  withReason,
} from "../staff/options.ts";
import { emailOf, idsOf } from "./accounts.ts";
import { promotionsTable, promotionText, quoteText } from "./show-promotions.ts";
import { cart, code, list, type TermsOptions, termsOf, tiers } from "./terms.ts";

const say = (promotion: PromotionFile, { json }: Output): void =>
  console.log(json ? JSON.stringify(promotion, null, 2) : promotionText(promotion));

const create =
  (open: OpenApi) =>
  async ({ reason, json, key, ...options }: Because & TermsOptions & { key?: string }): Promise<void> => {
    const body = { terms: termsOf(options), reason };
    const api = await open();
    const made = await callOnce(key, (idempotencyKey) =>
      api.call(routes.createPromotion, { body, idempotencyKey }),
    );
    say(made, { ...(json && { json }) });
    if (!json) console.log(`\nLet it count: ./caravan coupon activate ${made.id} --reason …`);
  };

const listAll =
  (open: OpenApi) =>
  async ({ json }: Output): Promise<void> => {
    const { items } = await (await open()).call(routes.listPromotions, {});
    if (json) return console.log(JSON.stringify(items, null, 2));
    console.log(
      items.length === 0 ? "There is no promotion: ./caravan coupon create --help" : promotionsTable(items),
    );
  };

const show =
  (open: OpenApi) =>
  async (promotionId: string, output: Output): Promise<void> =>
    say(await (await open()).call(routes.inspectPromotion, { params: { promotionId } }), output);

/** The commands that need nothing but a reason. */
const changes = [
  ["activate", "let a draft count within its time", routes.activatePromotion],
  ["pause", "let it count for no new order", routes.pausePromotion],
  ["resume", "let it count again after a pause", routes.resumePromotion],
  ["end", "end it for good: what orders hold of it stays good", routes.endPromotion],
] as const;

const change =
  (open: OpenApi, route: (typeof changes)[number][2]) =>
  async (promotionId: string, { reason, ...output }: Because): Promise<void> => {
    const call = { params: { promotionId }, body: { reason }, idempotencyKey: randomUUID() };
    say(await (await open()).call(route, call), output);
  };

const give =
  (open: OpenApi) =>
  async (
    promotionId: string,
    ids: string[],
    { reason, email = [], ...output }: Because & { readonly email?: readonly string[] },
  ): Promise<void> => {
    if (ids.length + email.length === 0)
      throw new Trouble("Name accounts: their ids, or --email with an address.");
    const api = await open();
    const accounts = [...ids, ...(await idsOf(api, email))];
    const call = { params: { promotionId }, body: { accounts, reason }, idempotencyKey: randomUUID() };
    say(await api.call(routes.giveCoupon, call), output);
  };

interface PreviewOptions extends Output {
  readonly codes?: string[];
  readonly account?: boolean;
  readonly firstOrder?: boolean;
  readonly including?: string;
}

const preview =
  (open: OpenApi) =>
  async (lines: ReturnType<typeof cart>, options: PreviewOptions): Promise<void> => {
    const { json, codes = [], account, firstOrder = false, including } = options;
    const shopper = account === true ? ("account" as const) : ("guest" as const);
    const body = { lines, codes, shopper, firstOrder, ...(including !== undefined && { including }) };
    const priced = await (await open()).call(routes.previewQuote, { body });
    console.log(json ? JSON.stringify(priced, null, 2) : quoteText(priced));
  };

const promotionId = idOf(PromotionId, "prm");
const addresses = (text: string, before: string[] = []): string[] => [...before, emailOf(text)];
const accountIds = (text: string, before: string[] = []): string[] => [...before, idOf(UserId, "usr")(text)];
const onPromotion = (name: string, description: string): Command =>
  command(name, description).addArgument(new Argument("<id>").argParser(promotionId));
const listOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser(list);

const createCommand = (open: OpenApi): Command =>
  withReason(command("create", "write down a coupon, or without --code a price rule, as a draft"))
    .requiredOption("--name <text>", "what shoppers read")
    .addOption(new Option("--code <code>", "what shoppers name; without it a rule").argParser(code))
    .option("--only-given", "only for accounts that it was given to")
    .addOption(number("--percent <n>", "gives so much off each matching line"))
    .addOption(number("--amount-cents <n>", "gives so much off them together"))
    .addOption(number("--buy <n>", "with --free: of so many more pieces the cheapest are free"))
    .addOption(number("--free <n>", "default 1"))
    .addOption(listOption("--bundle <skus>", "with --bundle-cents: one of each together at this price"))
    .addOption(number("--bundle-cents <n>", "the price of a bundle"))
    .addOption(new Option("--tiers <tiers>", "such as 2:10,5:20 (pieces:percent)").argParser(tiers))
    .addOption(number("--minimum-cents <n>", "of the matching lines at list prices"))
    .addOption(listOption("--skus <skus>", "matches these articles"))
    .addOption(listOption("--categories <slugs>", "matches these categories"))
    .option("--first-order", "only for shoppers without a confirmed order, once")
    .option("--members", "only for accounts")
    .addOption(atTime("--from <time>", "such as 2026-11-28T20:00:00Z or +5m; default now"))
    .addOption(atTime("--until <time>", "the same, or +3d").makeOptionMandatory())
    .addOption(
      new Option("--priority <n>", "the higher is applied first; default 100").argParser(wholeOrZero),
    )
    .option("--alone", "does not combine with others")
    .addOption(number("--uses <n>", "orders in all"))
    .addOption(number("--per-person <n>", "orders of one shopper"))
    .addOption(number("--budget-cents <n>", "what it may take off in all"))
    .addOption(keyOption("the promotion is made"))
    .action(create(open));

const previewCommand = (open: OpenApi): Command =>
  command("preview", "what a cart would cost")
    .addArgument(new Argument("<cart>", "such as CAR-0001:2,CAR-0002").argParser(cart))
    .addOption(listOption("--codes <codes>", "that the shopper names"))
    .option("--account", "for a shopper with an account; default a guest")
    .option("--first-order", "for a shopper without a confirmed order")
    .addOption(new Option("--including <id>", "as if this one counted, also a draft").argParser(promotionId))
    .action(preview(open));

/** `./caravan coupon …`: what staff does with coupons and price rules. */
export const couponCommand = (open: OpenApi): Command =>
  changes.reduce(
    (all, [name, description, route]) =>
      all.addCommand(withReason(onPromotion(name, description)).action(change(open, route))),
    new Command("coupon")
      .description(
        "coupons and price rules: create, activate, watch, pause and end them, as staff of the shop",
      )
      .addCommand(command("list", "the newest hundred").action(listAll(open)))
      .addCommand(onPromotion("show", "terms, figures, and who did what").action(show(open)))
      .addCommand(createCommand(open))
      .addCommand(
        withReason(onPromotion("give", "give a coupon to accounts"))
          .addArgument(new Argument("[accounts...]", "their ids, at most 100").argParser(accountIds))
          .addOption(new Option("--email <address>", "an account by its e-mail address").argParser(addresses))
          .action(give(open)),
      )
      .addCommand(previewCommand(open)),
  );
