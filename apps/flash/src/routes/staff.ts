import type { flashStaffRoutes, SaleTerms } from "@caravan/contracts";
import { type Handlers, storedAnswer } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import type { Terms } from "../domain/sale.ts";
import { fileReply, noTickets } from "../replies.ts";
import { checkSize } from "../use-cases/check-room.ts";
import { type Commanded, commandSale, inspectSale, scheduleSale } from "../use-cases/command-sale.ts";
import { rehearseSale } from "../use-cases/rehearse-sale.ts";

export const staffHandlers = (dependencies: Dependencies): Handlers<typeof flashStaffRoutes> => ({
  createSale: async ({ body, staffId, idempotencyKey: key }) => {
    const { newSecret, now } = dependencies;
    await checkSize(dependencies, body.terms);
    const by = { who: `staff:${staffId}`, why: body.reason, at: now() };
    const secrets = { seed: newSecret(), tokenKey: newSecret() };
    const draft = { terms: termsOf(body.terms), key, secrets, ...by };
    return storedAnswer(await dependencies.sales.create(draft));
  },
  listAllSales: async () => {
    const sales = await dependencies.sales.all();
    const sums = await dependencies.sales.sums(sales.map(({ id }) => id));
    const now = dependencies.now();
    return { items: sales.map((sale) => fileReply(sale, sums.get(sale.id) ?? noTickets, [], now)) };
  },
  inspectSale: ({ params }) => inspectSale(dependencies, params.saleId),
  scheduleSale: (asked) => scheduleSale(dependencies, commanded(asked)),
  pauseSale: (asked) => commandSale(dependencies, commanded(asked), { kind: "pause" }),
  resumeSale: (asked) => commandSale(dependencies, commanded(asked), { kind: "resume" }),
  endSale: (asked) => commandSale(dependencies, commanded(asked), { kind: "end" }),
  rehearseSale: ({ params, body }) => rehearseSale(dependencies, params.saleId, body.shoppers),
  setSaleDifficulty: (asked) => {
    const { difficulty } = asked.body;
    return commandSale(dependencies, commanded(asked), { kind: "set-difficulty", difficulty });
  },
});

const commanded = ({
  params,
  body,
  staffId,
  idempotencyKey: key,
}: {
  params: { saleId: string };
  body: { reason: string };
  staffId: string;
  idempotencyKey: string;
}): Commanded => ({ saleId: params.saleId, who: `staff:${staffId}`, why: body.reason, key });

const termsOf = ({ price, opensAt, endsAt, ...terms }: SaleTerms): Terms => ({
  ...terms,
  priceCents: price.amountCents,
  opensAt: new Date(opensAt),
  endsAt: new Date(endsAt),
});
