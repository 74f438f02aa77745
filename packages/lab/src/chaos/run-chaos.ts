import { readlink } from "node:fs/promises";
import { type Buyer, openBuyer, overPool, type Transport } from "@caravan/buyer";
import { instance } from "@caravan/cluster";
import { honestBank, honestCarrier } from "@caravan/contracts";
import { nodePid } from "@caravan/toolchain/cluster";
import { Agent } from "undici";
import { readCatalogue } from "../bench/catalogue.ts";
import type { Stage } from "../bench/stage.ts";
import { buyAs } from "./buy.ts";
import type { Fault } from "./faults/fault.ts";
import { openPartnersControl } from "./partners-control.ts";
import { behaviourOf, planFaults } from "./plan.ts";
import { applySettings, type RunSettings } from "./settings.ts";
import { untilClean, untilEnded, untilNothingTravels } from "./waiting.ts";
import { carryOut, type Wound } from "./wounds.ts";

/** The options of a chaos run. */
export interface ChaosOptions {
  readonly seed: number;
  readonly orders: number;
  /** Buyers at a time. */
  readonly lanes: number;
  /** The faults to inject, by name. */
  readonly faults: ReadonlyMap<string, Fault>;
  readonly settings: RunSettings;
  /** The apps of the shop. */
  readonly apps: readonly string[];
  /** Runs second versions beside the first ones with a share of the traffic. */
  readonly besides?: () => Promise<void>;
  /** Plants a defect that the checks must find. */
  readonly breakIt?: () => Promise<void>;
  /** Longest wait for the last order to end after the load. */
  readonly patienceSeconds: number;
}

/** The result of a chaos run. */
export interface ChaosReport {
  readonly seed: number;
  readonly acknowledged: number;
  /** Their ids. */
  readonly orders: readonly string[];
  /** Never acknowledged, after all retries. */
  readonly givenUp: number;
  readonly wounds: readonly Wound[];
  /** Final status → orders. */
  readonly endings: Readonly<Record<string, number>>;
  /** Acknowledged orders without a final status, or without a row at all. */
  readonly open: readonly string[];
  readonly quietAfterSeconds: number;
  /** The result of `caravan audit` at the end. */
  readonly audit: { readonly clean: boolean; readonly text: string };
  /** Everything healed, every acknowledged order has an end, and every invariant holds. */
  readonly sound: boolean;
}

/** Runs buyers while faults are injected one after the other and bank and carrier make faults of their own, until all orders have ended. */
export const runChaos = async (stage: Stage, options: ChaosOptions): Promise<ChaosReport> => {
  const { kube, addresses, note } = stage;
  const pid = await nodePid(instance.run);
  if (pid === undefined) throw new Error("the node has no process");
  const nodeSpace = await readlink(`/proc/${pid}/ns/pid`);
  const products = await readCatalogue(addresses.shop);
  const partners = await openPartnersControl(kube);
  stage.atTheEnd(() => partners.close());
  stage.atTheEnd(async () => {
    await partners.bank(honestBank);
    await partners.carrier({ ...honestCarrier, stationSeconds: 20 });
  });
  note("short deadlines and a misbehaving bank and carrier …");
  await applySettings(stage, options.apps, options.settings);
  if (options.besides !== undefined) {
    note("a second version beside the first …");
    await options.besides();
  }
  if (options.breakIt !== undefined) {
    note("before anything is broken: what is under way comes to its end …");
    await partners.bank(honestBank);
    await partners.carrier({ ...honestCarrier, stationSeconds: 1 });
    await untilNothingTravels(stage, options.patienceSeconds);
    await options.breakIt();
  }
  const faults = {
    seed: options.seed,
    callbackLostRate: 0.05,
    callbackDuplicateRate: 0.1,
    callbackDelayRate: 0.15,
    callbackDelaySeconds: 8,
    timeoutAfterEffectRate: 0.03,
    unavailableRate: 0.05,
  };
  await partners.bank({ ...faults, declineRate: 0.03 });
  // A short run with a planted defect must exercise every compensation.
  const undeliverableRate = options.breakIt === undefined ? 0.05 : 0.5;
  await partners.carrier({
    ...faults,
    stationSeconds: 1,
    undeliverableRate,
  });

  const plan = planFaults(options.seed, options.orders, [...options.faults.keys()]);
  const acknowledged: string[] = [];
  let begun = 0;
  let ended = 0;
  const lane = async (buyer: Buyer, transport: Transport) => {
    while (begun < options.orders && !stage.signal.aborted) {
      const order = begun++;
      const sku = products[order % products.length]?.sku ?? "";
      const id = await buyAs(buyer, transport, behaviourOf(options.seed, order), sku);
      if (id !== undefined) acknowledged.push(id);
      ended += 1;
    }
  };
  const buyers = await openBuyers(stage, options.lanes);
  note(`${options.orders} orders, ${options.lanes} buyers at a time, ${plan.length} faults …`);
  const carriedOut = carryOut({ kube, nodePid: pid, nodeSpace }, options.faults, plan, {
    begun: () => begun,
    note,
    running: () => ended < options.orders,
    undo: stage.atTheEnd,
  });
  await Promise.all(buyers.map(({ buyer, transport }) => lane(buyer, transport)));
  stage.signal.throwIfAborted();
  const wounds = await carriedOut;

  note("quiet: bank and carrier behave, nothing is hurt any more …");
  await partners.bank(honestBank);
  await partners.carrier({ ...honestCarrier, stationSeconds: 1, undeliverableRate });
  const since = Date.now();
  const { endings, open } = await untilEnded(stage, acknowledged, options.patienceSeconds);
  const audit = await untilClean(kube, options.patienceSeconds);
  const healed = wounds.every(({ healedAfterSeconds }) => healedAfterSeconds !== undefined);
  return {
    seed: options.seed,
    audit,
    sound: audit.clean && open.length === 0 && healed,
    acknowledged: acknowledged.length,
    orders: acknowledged,
    givenUp: options.orders - acknowledged.length,
    wounds,
    endings,
    open,
    quietAfterSeconds: (Date.now() - since) / 1000,
  };
};

const openBuyers = async ({ addresses, sources }: Stage, lanes: number) => {
  const buyers: { buyer: Buyer; transport: Transport }[] = [];
  for (const [localAddress] of sources(lanes)) {
    const options = { headersTimeout: 20_000, bodyTimeout: 20_000 };
    const transport = overPool(
      new Agent(localAddress === undefined ? options : { ...options, localAddress }),
    );
    buyers.push({ buyer: await openBuyer({ shop: addresses.shop, transport }), transport });
  }
  return buyers;
};
