import { kubectl } from "./kubectl.ts";

const gateway = ["-n", "istio-ingress", "deploy/istio-ingressgateway"];

/** A counter of the gateway's Envoy; 0 while it has not been touched. */
export const gatewayCounter = async (name: string): Promise<number> => {
  const stats = await kubectl(
    "exec",
    ...gateway,
    "--",
    "pilot-agent",
    "request",
    "GET",
    `stats?filter=^${name}$`,
  );
  return Number(/: (\d+)\s*$/.exec(stats)?.[1] ?? 0);
};

/** The latest lines of the gateway's access log. */
export const gatewayLog = (): Promise<string> => kubectl("logs", ...gateway, "--tail=2000");
