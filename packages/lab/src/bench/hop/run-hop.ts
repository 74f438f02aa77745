import { joinResults, type LoadResult, runClosedLoop } from "../load/closed-loop.ts";
import { type Lane, openLane, sendAgainAndAgain } from "../load/http-lane.ts";
import { type CpuUse, joinCpu } from "../processes/cpu.ts";
import type { LoadOptions, Stage } from "../stage.ts";
import { deployPods } from "./deploy.ts";
import { benchHost, benchNamespace, meshedCaller, meshedEcho, plainCaller, plainEcho } from "./places.ts";
import { type PodGenerator, startGenerator } from "./pod-generator.ts";

/** The same small call by one route. */
export interface HopRun {
  way: string;
  connections: number;
  load: LoadResult;
  cpu: CpuUse;
}

/** A route of the call, and its caller. */
interface Way {
  way: string;
  load(lanes: number, seconds: number): Promise<LoadResult>;
}

/** The rounds of each figure, interleaved with those of the other routes, so that noise affects all of them. */
const rounds = 5;

const path = "/v1/stock?skus=CAR-0001";

/** Measures the same small call by every route. */
export const runHop = async (stage: Stage, options: LoadOptions): Promise<HopRun[]> => {
  stage.note("hop: starting pods …");
  await deployPods(stage);
  return measureHop(stage, options);
};

/** The same with pods that are there already. */
export const measureHop = async (stage: Stage, { seconds, connections }: LoadOptions): Promise<HopRun[]> => {
  const ways = openWays(stage);
  const meter = await stage.meter();
  const runs: HopRun[] = [];
  for (const lanes of connections) {
    stage.note(`hop, ${lanes} at a time …`);
    for (const { load } of ways) await load(lanes, 1); // connections, compiled code
    const results = ways.map(({ way }) => ({ way, loads: [] as LoadResult[], cpus: [] as CpuUse[] }));
    for (let round = 0; round < rounds; round++) {
      for (let i = 0; i < ways.length; i++) {
        const turn = (i + round) % ways.length;
        const [way, taken] = [ways[turn], results[turn]];
        if (!way || !taken) continue;
        const { result, cpu } = await meter.during(() => way.load(lanes, seconds / rounds));
        taken.loads.push(result);
        taken.cpus.push(cpu);
      }
    }
    for (const { way, loads, cpus } of results)
      runs.push({ way, connections: lanes, load: joinResults(loads), cpu: joinCpu(cpus) });
  }
  return runs;
};

const openWays = (stage: Stage): Way[] => {
  const plain = startGenerator(stage, benchNamespace, `deploy/${plainCaller}`);
  const meshed = startGenerator(stage, benchNamespace, `deploy/${meshedCaller}`);
  const service = (name: string) => `http://${name}.${benchNamespace}.svc.cluster.local:8080${path}`;
  const from = (generator: PodGenerator, url: string): Way["load"] => {
    return (lanes, seconds) => generator.load({ url, lanes, seconds });
  };
  return [
    {
      way: "loopback in one pod (the generator's ceiling)",
      load: from(plain, `http://127.0.0.1:8080${path}`),
    },
    { way: "pod to pod, no mesh", load: from(plain, service(plainEcho)) },
    { way: "pod to pod, mTLS", load: from(meshed, service(meshedEcho)) },
    {
      way: "invoke: daprd, mTLS",
      load: from(meshed, `http://127.0.0.1:3500/v1.0/invoke/${meshedEcho}/method${path}`),
    },
    { way: "through the ingress, mTLS", load: throughIngress(stage) },
  ];
};

/** From the host, like shoppers: the generator is this process. */
export const throughIngress = ({ addresses, sources, signal, atTheEnd }: Stage): Way["load"] => {
  const request = { method: "GET", path, headers: { host: benchHost } } as const;
  const open = new Map<number, Lane[]>();
  atTheEnd(() => Promise.all([...open.values()].flat().map((lane) => lane.close())));
  return (wanted, seconds) => {
    const lanes = open.get(wanted) ?? sources(wanted).map((from) => openLane(addresses.shop, from));
    open.set(wanted, lanes);
    return runClosedLoop(
      lanes.map((lane) => sendAgainAndAgain(lane, () => request)),
      seconds,
      signal,
    );
  };
};
