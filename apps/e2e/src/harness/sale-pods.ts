import { kubectl, podsOf, rolledOut, scale } from "./kubectl.ts";
import { metricsOf, sumOf } from "./metrics.ts";
import { until } from "./until.ts";

const patienceSeconds = 180;

/** How many clicks a pod of flash has decided or refused since its process began. */
export const clicksOf = async (pod: string): Promise<number> =>
  sumOf(await metricsOf(pod, "flash"), "caravan_flash_decisions_total{");

/** Wants so many pods of flash, and waits until exactly these are there and ready. Returns their names. */
export const scaleFlash = async (replicas: number): Promise<string[]> => {
  await scale("deployment/flash", replicas);
  await rolledOut("flash");
  return until(
    `${replicas} pods of flash`,
    async () => {
      const pods = await podsOf("flash");
      return pods.length === replicas ? pods : undefined;
    },
    patienceSeconds,
  );
};

/** Waits until a pod of flash has been asked so many times more. */
export const untilAsked = async (pod: string, times: number): Promise<void> => {
  const before = await clicksOf(pod);
  await until(
    `${pod} is asked ${times} times`,
    async () => ((await clicksOf(pod)) >= before + times ? true : undefined),
    patienceSeconds,
  );
};

/** Waits until a pod is ready again. */
export const untilReady = (pod: string): Promise<string> =>
  kubectl("-n", "shop", "wait", `pod/${pod}`, "--for=condition=Ready", `--timeout=${patienceSeconds}s`);
