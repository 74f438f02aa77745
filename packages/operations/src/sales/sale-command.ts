import { randomUUID } from "node:crypto";
import { euros, flashStaffRoutes, SaleAudience, type SaleFile, SaleId } from "@caravan/contracts";
import { idOf } from "@caravan/terminal/arguments";
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
import { rehearsalText, salesTable, saleText } from "./show-sales.ts";

interface Terms extends Because {
  readonly sku: string;
  readonly cents: number;
  readonly pieces: number;
  readonly opens: string;
  readonly ends: string;
  readonly perShopper?: number;
  readonly audience?: SaleAudience;
  readonly line?: number;
  readonly paySeconds?: number;
  readonly lotMilliseconds?: number;
  readonly difficulty?: number;
  readonly perAddress?: number;
  readonly perDevice?: number;
  readonly shards?: number;
  readonly key?: string;
}

const say = (sale: SaleFile, { json }: Output): void =>
  console.log(json ? JSON.stringify(sale, null, 2) : saleText(sale));

const create =
  (open: OpenApi) =>
  async ({ reason, json, key, cents, opens, ends, ...terms }: Terms): Promise<void> => {
    const body = { terms: { ...terms, price: euros(cents), opensAt: opens, endsAt: ends }, reason };
    const api = await open();
    const sale = await callOnce(key, (idempotencyKey) =>
      api.call(flashStaffRoutes.createSale, { body, idempotencyKey }),
    );
    say(sale, { ...(json && { json }) });
    if (!json) console.log(`\nAnnounce it: ./caravan sale schedule ${sale.id} --reason …`);
  };

const list =
  (open: OpenApi) =>
  async ({ json }: Output): Promise<void> => {
    const { items } = await (await open()).call(flashStaffRoutes.listAllSales, {});
    if (json) return console.log(JSON.stringify(items, null, 2));
    console.log(items.length === 0 ? "There is no sale: ./caravan sale create --help" : salesTable(items));
  };

const show =
  (open: OpenApi) =>
  async (saleId: string, output: Output): Promise<void> =>
    say(await (await open()).call(flashStaffRoutes.inspectSale, { params: { saleId } }), output);

const { scheduleSale, pauseSale, resumeSale, endSale } = flashStaffRoutes;

/** The commands that need nothing but a reason. */
const changes = [
  ["schedule", "announce a draft: its pieces leave the free stock", scheduleSale],
  ["pause", "stop selling; tickets and places stay", pauseSale],
  ["resume", "go on after a pause", resumeSale],
  ["end", "end it for good, a draft too: unsold pieces go back to the free stock", endSale],
] as const;

const change =
  (open: OpenApi, route: (typeof changes)[number][2]) =>
  async (saleId: string, { reason, ...output }: Because): Promise<void> =>
    say(
      await (await open()).call(route, {
        params: { saleId },
        body: { reason },
        idempotencyKey: randomUUID(),
      }),
      output,
    );

const harden =
  (open: OpenApi) =>
  async (saleId: string, bits: number, { reason, ...output }: Because): Promise<void> => {
    const body = { difficulty: bits, reason };
    say(
      await (await open()).call(flashStaffRoutes.setSaleDifficulty, {
        params: { saleId },
        body,
        idempotencyKey: randomUUID(),
      }),
      output,
    );
  };

const rehearse =
  (open: OpenApi) =>
  async (saleId: string, { shoppers, json }: Output & { readonly shoppers: number }): Promise<void> => {
    const body = { shoppers };
    const went = await (await open()).call(flashStaffRoutes.rehearseSale, { params: { saleId }, body });
    console.log(json ? JSON.stringify(went, null, 2) : rehearsalText(went));
  };

const onSale = (name: string, description: string): Command =>
  command(name, description).addArgument(new Argument("<id>").argParser(idOf(SaleId, "sal")));
const createCommand = (open: OpenApi): Command =>
  withReason(command("create", "write down a sale as a draft, which no shopper sees"))
    .requiredOption("--sku <sku>", "the article")
    .addOption(number("--cents <n>", "the price of a piece").makeOptionMandatory())
    .addOption(number("--pieces <n>", "how many are sold").makeOptionMandatory())
    .addOption(atTime("--opens <time>", "such as 2026-11-28T20:00:00Z or +5m").makeOptionMandatory())
    .addOption(atTime("--ends <time>", "the same").makeOptionMandatory())
    .addOption(number("--per-shopper <n>", "pieces that one shopper may get; default 1"))
    .addOption(new Option("--audience <who>", "default everyone").choices(SaleAudience.options))
    .addOption(new Option("--line <n>", "places behind the pieces; default 1000").argParser(wholeOrZero))
    .addOption(number("--pay-seconds <n>", "time to pay, 60 to 900; default 600"))
    .addOption(
      new Option("--lot-milliseconds <n>", "ordered by lot from the opening on; default 800").argParser(
        wholeOrZero,
      ),
    )
    .addOption(new Option("--difficulty <bits>", "of the proof of work; default 0").argParser(wholeOrZero))
    .addOption(number("--per-address <n>", "shoppers of one address; default 50"))
    .addOption(number("--per-device <n>", "shoppers of one device; as many as like without it"))
    .addOption(number("--shards <n>", "in Redis; default 4"))
    .addOption(keyOption("the sale is made"))
    .action(create(open));

/** `./caravan sale …`: what staff does with flash sales. */
export const saleCommand = (open: OpenApi): Command =>
  changes.reduce(
    (all, [name, description, route]) =>
      all.addCommand(withReason(onSale(name, description)).action(change(open, route))),
    new Command("sale")
      .description("flash sales: create, schedule, watch, pause and end them, as staff of the shop")
      .addCommand(command("list", "the newest hundred").action(list(open)))
      .addCommand(onSale("show", "terms, figures, and who did what").action(show(open)))
      .addCommand(createCommand(open))
      .addCommand(
        onSale("rehearse", "sell a copy to a made-up crowd, by the shop's own Redis; nothing is kept")
          .addOption(number("--shoppers <n>", "each presses one to five times").default(1000))
          .action(rehearse(open)),
      )
      .addCommand(
        withReason(onSale("difficulty", "make the proof of work harder or easier"))
          .addArgument(new Argument("<bits>", "zero bits").argParser(wholeOrZero))
          .action(harden(open)),
      ),
  );
