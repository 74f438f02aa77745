import type { flashRoutes, SalePlace } from "@caravan/contracts";
import { Answer, type Caller, clientNetwork, type Handlers } from "@caravan/service-kit";
import type { Dependencies, Person } from "../dependencies.ts";
import { saleReply } from "../replies.ts";
import { askForPiece } from "../use-cases/ask-for-piece.ts";
import { showPlace } from "../use-cases/show-place.ts";
import { announcedSale, showEntry, takePart } from "../use-cases/take-part.ts";

export const saleHandlers = (dependencies: Dependencies): Handlers<typeof flashRoutes> => ({
  listSales: async () => {
    const now = dependencies.now();
    return { items: (await dependencies.sales.announced(now)).map((sale) => saleReply(sale, now)) };
  },
  getSale: async ({ params }) =>
    saleReply(await announcedSale(dependencies, params.saleId), dependencies.now()),
  joinSale: ({ params, body: { deliverTo, device }, ...asked }) =>
    takePart(dependencies, {
      ...params,
      deliverTo,
      person: personOf(asked),
      from: { address: clientNetwork(), device },
    }),
  getSaleEntry: ({ params, ...asked }) => showEntry(dependencies, { ...params, person: personOf(asked) }),
  watchSale: ({ params, ...asked }) => dependencies.watching.watch(params.saleId, personOf(asked)),
  askForPiece: async ({ params, body, idempotencyKey: key, ...asked }) => {
    const place = await askForPiece(dependencies, { ...params, ...body, key, person: personOf(asked) });
    return new Answer(statusOf[place.state], place, { location: `/v1/sales/${params.saleId}/place` });
  },
  getSalePlace: ({ params, ...asked }) => showPlace(dependencies, { ...params, person: personOf(asked) }),
});

/** A piece that is kept is created; what is still to come is accepted. */
const statusOf: Readonly<Record<SalePlace["state"], number>> = {
  admitted: 201,
  paid: 201,
  returned: 201,
  waiting: 202,
  deciding: 202,
};

const personOf = ({ shopperId, caller }: { shopperId: string; caller: Caller | undefined }): Person => ({
  subject: shopperId,
  formerly: caller?.formerly,
});
