import { execa } from "execa";
import { Agent } from "undici";
import * as v from "valibot";
import { oncePerCluster, shop } from "./shop.ts";

/** The number of addresses that shoppers use: the ingress limits the rate of each. */
const addressCount = 60;

const agents = oncePerCluster(async (): Promise<Agent[]> => {
  const { hostname } = new URL((await shop()).shop);
  const { stdout } = await execa("ip", ["-j", "route", "get", hostname]);
  const route = v.parse(v.array(v.object({ dev: v.string() })), JSON.parse(stdout))[0];
  if (route === undefined || !route.dev.startsWith("cvn")) return [new Agent()]; // not the embedded cluster
  const network = hostname.split(".").slice(0, 3).join(".");
  const addresses = Array.from({ length: addressCount }, (_, i) => `${network}.${i + 10}`);
  await Promise.all(
    addresses.map((address) => execa("ip", ["address", "replace", `${address}/32`, "dev", route.dev])),
  );
  return addresses.map((localAddress) => new Agent({ localAddress }));
});

let next = 0;

/** Connections from the next of the addresses. */
export const nextAgent = async (): Promise<Agent> => {
  const all = await agents();
  const agent = all[next++ % all.length];
  if (agent === undefined) throw new Error("no agent");
  return agent;
};
