import { tlsOrigin } from "@caravan/cluster";
import { Agent } from "undici";
import { secretValue } from "./kubectl.ts";
import { kube } from "./shop.ts";

/** The control interface of a partner. */
export interface Partner {
  send(method: "POST" | "PUT", path: string, body: object): Promise<{ status: number; text: string }>;
  close(): Promise<void>;
}

/** Opens it with the partner's key and with TLS, at the address of its Service. */
export const openPartner = async (name: "bank" | "carrier"): Promise<Partner> => {
  const [ca, apiKey, origin] = await Promise.all([
    secretValue("shop", "partners-ca", "ca.crt"),
    secretValue("outside", name, "apiKey"),
    kube().then((cluster) => tlsOrigin(cluster, "outside", name)),
  ]);
  const agent = new Agent({ connect: { ca, servername: `${name}.outside.svc.cluster.local` } });
  return {
    async send(method, path, body) {
      const response = await agent.request({
        ...{ origin, path, method, body: JSON.stringify(body) },
        headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      });
      return { status: response.statusCode, text: await response.body.text() };
    },
    close: () => agent.close(),
  };
};
