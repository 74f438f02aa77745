import { join } from "node:path";
import { type Kube, objectsIn } from "@caravan/cluster";
import { checkout, namespaces } from "@caravan/toolchain";
import { benchHost, benchNamespace, frontDoorRoute, meshedCaller, meshedEcho } from "./places.ts";

/** The echo's mesh configuration, from the same templates as inventory's, with other names. */
const models = [
  {
    chart: "mesh/istio",
    templates: ["gateway", "peer-authentication", "sidecar"],
    values: ["--set-json", 'accessToken.keys="{}"'],
  },
  { chart: "components", templates: ["sidecar", "resiliency"], values: [] },
  {
    chart: "charts/service",
    templates: ["virtual-service", "destination-rule"],
    values: [
      ...["--values", join(checkout, "charts/values/inventory.yaml")],
      ...["--set", "image.repository=none,image.tag=none"],
    ],
  },
] as const;

const render = (helm: Kube["helm"], { chart, templates, values }: (typeof models)[number]): Promise<string> =>
  helm([
    ...["template", "inventory", join(checkout, chart), "--namespace", benchNamespace, ...values],
    ...templates.flatMap((name) => ["--show-only", `templates/${name}.yaml`]),
  ]);

const renamed = (text: string) =>
  text
    .replaceAll('"./*"', `"./${benchHost}"`)
    .replaceAll("inventory", meshedEcho)
    .replaceAll(/^scopes:\n( +- .*\n)+/gm, `scopes: [${meshedCaller}]\n`);

const echoAddress = `${meshedEcho}.${benchNamespace}.svc.cluster.local`;

const principal = (namespace: string, account: string) => `cluster.local/ns/${namespace}/sa/${account}`;

/** Policy and routing of the bench's pods; `helm` renders them. */
export const benchMesh = async (helm: Kube["helm"]): Promise<unknown[]> => {
  const texts = await Promise.all(models.map((model) => render(helm, model)));
  const copies = texts.flatMap((text) => objectsIn(renamed(text)));
  const metadata = { name: meshedEcho, namespace: benchNamespace };
  const callers = [
    principal(benchNamespace, meshedCaller),
    principal(namespaces.gateway, "istio-ingressgateway"),
  ];
  return [
    ...copies,
    {
      apiVersion: "dapr.io/v1alpha1",
      kind: "HTTPEndpoint",
      metadata,
      scopes: [meshedCaller],
      spec: { baseUrl: `http://${echoAddress}:8080` },
    },
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
      // The shop's gateway accepts only routes of the shop's namespace.
      metadata: { name: frontDoorRoute, namespace: namespaces.shop },
      spec: {
        hosts: [benchHost],
        gateways: ["shop"],
        http: [
          {
            route: [{ destination: { host: echoAddress, subset: "v1" } }],
            timeout: "5s",
          },
        ],
      },
    },
  ];
};
