import type { Kube } from "@caravan/cluster";
import { readSecret, tlsOrigin } from "@caravan/cluster";
import {
  type BankMisbehaviour,
  bankRoutes,
  type CarrierBehaviour,
  carrierRoutes,
  type RouteDefinition,
} from "@caravan/contracts";
import { namespaces } from "@caravan/toolchain";
import { Agent } from "undici";
import * as v from "valibot";

/** Sets how the partners behave from now on. */
export interface PartnersControl {
  bank(misbehaviour: BankMisbehaviour): Promise<void>;
  carrier(behaviour: CarrierBehaviour): Promise<void>;
  close(): Promise<void>;
}

/** Opens the partners' control interfaces, with their keys and with TLS, at the addresses of their Services. */
export const openPartnersControl = async (kube: Kube): Promise<PartnersControl> => {
  const { "ca.crt": ca } = await readSecret(
    kube,
    namespaces.shop,
    "partners-ca",
    v.object({ "ca.crt": v.string() }),
  );
  const open = async (name: string) => {
    const { apiKey } = await readSecret(kube, namespaces.partners, name, v.object({ apiKey: v.string() }));
    const origin = await tlsOrigin(kube, namespaces.partners, name);
    const servername = `${name}.${namespaces.partners}.svc.cluster.local`;
    const agent = new Agent({ connect: { ca, servername } });
    const put = async (route: RouteDefinition, body: object) => {
      const response = await agent.request({
        origin,
        path: route.path,
        method: "PUT",
        headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      const text = await response.body.text();
      if (response.statusCode !== 200)
        throw new Error(`${name} answered ${response.statusCode}: ${text.slice(0, 300)}`);
    };
    return { put, close: () => agent.close() };
  };
  const [bank, carrier] = await Promise.all([open("bank"), open("carrier")]);
  return {
    bank: (misbehaviour) => bank.put(bankRoutes.setBankMisbehaviour, misbehaviour),
    carrier: (behaviour) => carrier.put(carrierRoutes.setCarrierBehaviour, behaviour),
    close: async () => void (await Promise.all([bank.close(), carrier.close()])),
  };
};
