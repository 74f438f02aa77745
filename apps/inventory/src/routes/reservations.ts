import type { inventoryRoutes } from "@caravan/contracts";
import type { Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { reservationReply } from "../domain/reservation.ts";
import { commitReservation } from "../use-cases/commit-reservation.ts";
import { getReservation } from "../use-cases/get-reservation.ts";
import { releaseReservation } from "../use-cases/release-reservation.ts";
import { reserveStock } from "../use-cases/reserve-stock.ts";
import { returnReservation } from "../use-cases/return-reservation.ts";

type ReservationHandlers = Omit<Handlers<typeof inventoryRoutes>, "listStock">;

export const reservationHandlers = (dependencies: Dependencies): ReservationHandlers => ({
  reserveStock: async ({ body, idempotencyKey }) =>
    reservationReply(await reserveStock(dependencies, { ...body, idempotencyKey })),
  getReservation: async ({ params }) => reservationReply(await getReservation(dependencies, params)),
  commitReservation: async ({ params, idempotencyKey }) =>
    reservationReply(await commitReservation(dependencies, { ...params, idempotencyKey })),
  releaseReservation: async ({ params, idempotencyKey }) =>
    reservationReply(await releaseReservation(dependencies, { ...params, idempotencyKey })),
  returnReservation: async ({ params, idempotencyKey }) =>
    reservationReply(await returnReservation(dependencies, { ...params, idempotencyKey })),
});
