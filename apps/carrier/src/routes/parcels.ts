import type { carrierRoutes } from "@caravan/contracts";
import type { Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { parcelReply } from "../domain/parcel.ts";
import { parcelUnknown } from "../domain/refusals.ts";
import { advanceParcel } from "../use-cases/advance-parcel.ts";
import { announceParcel } from "../use-cases/announce-parcel.ts";

/** The routes of senders, and the control of the simulation, which never misbehaves. */
export const parcelHandlers = (dependencies: Dependencies): Handlers<typeof carrierRoutes> => {
  const { faults, parcels, behaviour } = dependencies;
  return {
    async createParcel({ body, idempotencyKey, request }) {
      await faults.before("create", idempotencyKey);
      const { parcel, events, changed } = await announceParcel(dependencies, body);
      if (changed) await faults.after("create", idempotencyKey, request);
      return parcelReply(parcel, events);
    },
    async getParcel({ params: { parcelId } }) {
      await faults.before("get", parcelId);
      const found = await parcels.find(parcelId);
      if (found === undefined) throw parcelUnknown(parcelId);
      return parcelReply(found.parcel, found.events);
    },
    async setCarrierBehaviour({ body }) {
      await behaviour.set(body);
      return body;
    },
    async advanceParcel({ params, body }) {
      const { parcel, events } = await advanceParcel(dependencies, { ...params, ...body });
      return parcelReply(parcel, events);
    },
  };
};
