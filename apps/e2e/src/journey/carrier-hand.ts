import { carrierRoutes } from "@caravan/contracts";
import { Agent } from "undici";
import { openDatabase, rows } from "../harness/databases.ts";
import { kubectl, secretValue } from "../harness/kubectl.ts";
import { until } from "../harness/until.ts";

/** Somebody at the carrier who moves parcels on. */
export interface CarrierHand {
  /** Makes the next station of every parcel of a shipment happen now: those on their way to the shopper, or back. */
  advance(shipmentId: string, way: "there" | "back"): Promise<void>;
  close(): Promise<void>;
}

/** Opens the carrier's control interface: with its key and with TLS, at the address of its Service. */
export const openCarrierHand = async (): Promise<CarrierHand> => {
  const [ca, apiKey, host, database] = await Promise.all([
    secretValue("shop", "partners-ca", "ca.crt"),
    secretValue("outside", "carrier", "apiKey"),
    kubectl("-n", "outside", "get", "service", "carrier", "-o", "jsonpath={.spec.clusterIP}"),
    openDatabase("logistics"),
  ]);
  const agent = new Agent({ connect: { ca, servername: "carrier.outside.svc.cluster.local" } });
  const advance = async (trackingCode: string) => {
    const response = await agent.request({
      origin: `https://${host}:8443`,
      path: carrierRoutes.advanceParcel.path.replace(":trackingCode", trackingCode),
      method: carrierRoutes.advanceParcel.method,
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body: "{}",
    });
    const text = await response.body.text();
    // Parcels travel by themselves, too: one may have arrived meanwhile.
    if (response.statusCode !== 200 && !text.includes("parcel-arrived"))
      throw new Error(`the carrier answered ${response.statusCode}: ${text.slice(0, 300)}`);
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
    close: async () => void (await Promise.all([agent.close(), database.end()])),
  };
};
