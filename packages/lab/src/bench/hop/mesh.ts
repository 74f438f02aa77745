import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { objectsIn } from "@caravan/cluster";
import { checkout } from "@caravan/toolchain";
import { benchHost, benchNamespace, frontDoorRoute, meshedCaller, meshedEcho } from "./places.ts";

/** What the shop's mesh and sidecars are told about inventory, the echo's are told too: the same files, with other names. */
const models = [
  "mesh/istio/gateway.yaml",
  "mesh/istio/peer-authentication.yaml",
  "mesh/istio/sidecar.yaml",
  "mesh/istio/traffic/inventory.yaml",
  "components/sidecar.yaml",
  "components/resiliency.yaml",
  "components/endpoints/inventory.yaml",
];

const renamed = (text: string) =>
  text
    .replaceAll("namespace: shop", `namespace: ${benchNamespace}`)
    .replaceAll(".shop.svc", `.${benchNamespace}.svc`)
    .replaceAll("./*", `./${benchHost}`)
    .replaceAll("inventory", meshedEcho)
    .replaceAll(/^scopes:.*$/gm, `scopes: [${meshedCaller}]`);

const principal = (namespace: string, account: string) => `cluster.local/ns/${namespace}/sa/${account}`;

/** Policy and routing of the bench's pods. */
export async function benchMesh(): Promise<unknown[]> {
  const texts = await Promise.all(models.map((file) => readFile(join(checkout, file), "utf8")));
  const copies = texts.flatMap((text) => objectsIn(renamed(text)));
  const metadata = { name: meshedEcho, namespace: benchNamespace };
  const callers = [
    principal(benchNamespace, meshedCaller),
    principal("istio-ingress", "istio-ingressgateway"),
  ];
  return [
    ...copies,
    {
      apiVersion: "security.istio.io/v1",
      kind: "AuthorizationPolicy",
      metadata,
      spec: {
        selector: { matchLabels: { app: meshedEcho } },
        rules: [
          {
            from: [{ source: { principals: callers } }],
            to: [{ operation: { methods: ["GET"], paths: ["/v1/stock"] } }],
          },
        ],
      },
    },
    {
      apiVersion: "networking.istio.io/v1",
      kind: "VirtualService",
      // The shop's gateway takes routes of the shop's namespace alone.
      metadata: { name: frontDoorRoute, namespace: "shop" },
      spec: {
        hosts: [benchHost],
        gateways: ["shop"],
        http: [
          {
            route: [
              { destination: { host: `${meshedEcho}.${benchNamespace}.svc.cluster.local`, subset: "v1" } },
            ],
            timeout: "5s",
          },
        ],
      },
    },
  ];
}
