import { carrierRoutes, logisticsStaffRoutes, pathOf } from "@caravan/contracts";
import { openDatabase, rows } from "../harness/databases.ts";
import { openPartner } from "../harness/partner.ts";
import { staffMember } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";

/** The control of parcels at the carrier. */
export interface CarrierHand {
  /** Moves every parcel of a shipment to its next station now: the outbound ones, or the returns. */
  advance(shipmentId: string, way: "there" | "back"): Promise<void>;
  close(): Promise<void>;
}

/** Opens the carrier's control interface: with its key and with TLS, at the address of its Service. */
export const openCarrierHand = async (): Promise<CarrierHand> => {
  const [carrier, database] = await Promise.all([openPartner("carrier"), openDatabase("logistics")]);
  const advance = async (trackingCode: string) => {
    const path = pathOf(carrierRoutes.advanceParcel, { params: { trackingCode } });
    const { status, text } = await carrier.send(carrierRoutes.advanceParcel.method, path, {});
    // Parcels travel by themselves, too: one may have arrived meanwhile.
    if (status !== 200 && !text.includes("parcel-arrived"))
      throw new Error(`the carrier answered ${status}: ${text.slice(0, 300)}`);
  };
  return {
    advance: async (shipmentId, way) => {
      const parcels = await until(`the carrier knows the parcels of ${shipmentId}`, async () => {
        const found = await rows<{ code: string | null }>(
          database,
          "select tracking_code as code from parcels where shipment_id = ? and is_return = ?",
          [shipmentId, way === "back"],
        );
        const codes = found.flatMap(({ code }) => code ?? []);
        return codes.length > 0 && codes.length === found.length ? codes : undefined;
      });
      await Promise.all(parcels.map(advance));
    },
    close: async () => void (await Promise.all([carrier.close(), database.end()])),
  };
};

/** Hands a shipment to the carrier now. */
export const dispatch = async (shipmentId: string): Promise<void> => {
  const path = pathOf(logisticsStaffRoutes.dispatchShipment, { params: { shipmentId } });
  const reply = await (await staffMember()).post(path, {}, shipmentId);
  if (reply.status !== 200) throw new Error(`not dispatched: ${reply.text}`);
};

/** Brings a shipment to its recipient as soon as the carrier has it: nothing waits for the stations of its parcels. */
export const carry = async (shipmentId: string): Promise<void> => {
  const carrier = await openCarrierHand();
  for (const _ of ["collected", "in-transit", "out-for-delivery", "delivered"])
    await carrier.advance(shipmentId, "there");
  await carrier.close();
};

/** Brings a shipment to its recipient now. */
export const deliver = async (shipmentId: string): Promise<void> => {
  await dispatch(shipmentId);
  await carry(shipmentId);
};
