import * as v from "valibot";
import { apply, kubectl } from "./kubectl.ts";
import { startPlainPod } from "./plain-pod.ts";

/** The host name that the gateway routes to the echo. */
export const echoHost = "echo.caravan.test";

/** The request's headers as the gateway forwarded them. */
export const Echoed = v.record(v.string(), v.string());

const program = `require("node:http").createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(request.headers));
}).listen(8080)`;

const objects = (name: string) => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: default }
spec:
  selector: { app: ${name} }
  ports: [{ name: http, port: 8080, appProtocol: http }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: shop }
spec:
  hosts: [${echoHost}]
  gateways: [shop]
  http: [{ route: [{ destination: { host: ${name}.default.svc.cluster.local, port: { number: 8080 } } }] }]
`;

/** A server behind the gateway that returns the request it got. */
export const startEcho = async (): Promise<{ stop(): Promise<void> }> => {
  const name = "front-door-echo";
  const pod = await startPlainPod(name, program);
  await apply(objects(name));
  return {
    stop: async () => {
      await kubectl("-n", "shop", "delete", "virtualservice", name, "--wait=false");
      await kubectl("-n", "default", "delete", "service", name, "--wait=false");
      await pod.stop();
    },
  };
};
