import { Agent } from "undici";
import { kubectl, secretValue } from "./kubectl.ts";

/** The control interface of a partner. */
export interface Partner {
  send(method: "POST" | "PUT", path: string, body: object): Promise<{ status: number; text: string }>;
  close(): Promise<void>;
}

/** Opens it with the partner's key and with TLS, at the address of its Service. */
export const openPartner = async (name: "bank" | "carrier"): Promise<Partner> => {
  const [ca, apiKey, host] = await Promise.all([
    secretValue("shop", "partners-ca", "ca.crt"),
    secretValue("outside", name, "apiKey"),
    kubectl("-n", "outside", "get", "service", name, "-o", "jsonpath={.spec.clusterIP}"),
  ]);
  const agent = new Agent({ connect: { ca, servername: `${name}.outside.svc.cluster.local` } });
  return {
    async send(method, path, body) {
      const response = await agent.request({
        ...{ origin: `https://${host}:8443`, path, method, body: JSON.stringify(body) },
        headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      });
      return { status: response.statusCode, text: await response.body.text() };
    },
    close: () => agent.close(),
  };
};
