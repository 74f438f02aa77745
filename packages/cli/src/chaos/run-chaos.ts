import { readlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { type Buyer, openBuyer, overPool, type Transport } from "@caravan/buyer";
import { nodePid } from "@caravan/toolchain/cluster";
import { Agent } from "undici";
import { auditShop } from "../audit/audit-shop.ts";
import { openDatabaseOf, rows } from "../audit/connect.ts";
import { auditText } from "../audit/show.ts";
import { readCatalogue } from "../bench/catalogue.ts";
import type { Stage } from "../bench/stage.ts";
import { instance } from "../embedded.ts";
import { buyAs } from "./buy.ts";
import { carryOut, type Killed } from "./kills.ts";
import { behaviourOf, planKills } from "./plan.ts";
import { applySettings } from "./settings.ts";
import { honestBank, openStrangersControl, quickCarrier } from "./strangers-control.ts";
import { chaosTargets } from "./targets.ts";

/** What a chaos run does. */
export interface ChaosOptions {
  readonly seed: number;
  readonly orders: number;
  /** Buyers at a time. */
  readonly lanes: number;
  /** Kill only these; everything unless told. */
  readonly targets?: readonly string[];
  /** Puts a fault into the shop that the checks are to find. */
  readonly breakIt?: () => Promise<void>;
  /** Longest wait for the last order to end once all is quiet. */
  readonly patienceSeconds: number;
}

/** What a chaos run met. */
export interface ChaosReport {
  readonly seed: number;
  readonly acknowledged: number;
  /** Their ids. */
  readonly orders: readonly string[];
  /** Never acknowledged, after all the patience of a shopper. */
  readonly givenUp: number;
  readonly kills: readonly Killed[];
  /** Final status → orders. */
  readonly endings: Readonly<Record<string, number>>;
  /** Acknowledged orders without a final status, or without a row at all. */
  readonly open: readonly string[];
  readonly quietAfterSeconds: number;
  /** What `caravan audit` said when all was quiet. */
  readonly audit: { readonly clean: boolean; readonly text: string };
  /** Everything healed, every acknowledged order has an end, and every invariant holds. */
  readonly sound: boolean;
}

const finalStatuses = ["delivered", "cancelled", "payment-failed", "expired", "refunded"];
/** All is quiet by then: nothing may be on its way any more. */
const auditLagSeconds = 5;

/** Lets buyers buy from a shop whose parts die one after the other, with a bank and a carrier that misbehave, until all is quiet again. */
export async function runChaos(stage: Stage, options: ChaosOptions): Promise<ChaosReport> {
  const { kube, addresses, note } = stage;
  const pid = await nodePid(instance.run);
  const nodeSpace = await readlink(`/proc/${pid}/ns/pid`);
  const products = await readCatalogue(addresses.shop);
  const strangers = await openStrangersControl(kube);
  stage.atTheEnd(() => strangers.close());
  stage.atTheEnd(async () => {
    await strangers.bank(honestBank);
    await strangers.carrier(quickCarrier(20));
  });
  note("short deadlines and a misbehaving bank and carrier …");
  const takeBack = await applySettings(kube);
  stage.atTheEnd(takeBack);
  await options.breakIt?.();
  const misdeeds = {
    seed: options.seed,
    callbackLostRate: 0.05,
    callbackDuplicateRate: 0.1,
    callbackDelayRate: 0.15,
    callbackDelaySeconds: 8,
    timeoutAfterEffectRate: 0.03,
    unavailableRate: 0.05,
  };
  await strangers.bank({ ...misdeeds, declineRate: 0.03 });
  await strangers.carrier({ ...misdeeds, stationSeconds: 1, undeliverableRate: 0.05 });

  const plan = planKills(options.seed, options.orders, options.targets ?? (await chaosTargets()));
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
  note(`${options.orders} orders, ${options.lanes} buyers at a time, ${plan.length} kills …`);
  const kills = carryOut(kube, nodeSpace, plan, {
    begun: () => begun,
    note,
    running: () => ended < options.orders,
  });
  await Promise.all(buyers.map(({ buyer, transport }) => lane(buyer, transport)));
  stage.signal.throwIfAborted();
  const wounds = await kills;

  note("quiet: bank and carrier behave, nothing is killed …");
  await strangers.bank(honestBank);
  await strangers.carrier(quickCarrier(1));
  const since = Date.now();
  const { endings, open } = await untilEnded(stage, acknowledged, options.patienceSeconds);
  const verdicts = await auditShop(kube, auditLagSeconds);
  const audit = { clean: verdicts.every(({ faults }) => faults.length === 0), text: auditText(verdicts) };
  const healed = wounds.every(({ healedAfterSeconds }) => healedAfterSeconds !== undefined);
  return {
    seed: options.seed,
    audit,
    sound: audit.clean && open.length === 0 && healed,
    acknowledged: acknowledged.length,
    orders: acknowledged,
    givenUp: options.orders - acknowledged.length,
    kills: wounds,
    endings,
    open,
    quietAfterSeconds: (Date.now() - since) / 1000,
  };
}

async function openBuyers({ addresses, sources }: Stage, lanes: number) {
  const buyers: { buyer: Buyer; transport: Transport }[] = [];
  for (const [localAddress] of sources(lanes)) {
    const options = { headersTimeout: 20_000, bodyTimeout: 20_000 };
    const transport = overPool(
      new Agent(localAddress === undefined ? options : { ...options, localAddress }),
    );
    buyers.push({ buyer: await openBuyer({ shop: addresses.shop, transport }), transport });
  }
  return buyers;
}

/** Waits until every acknowledged order has come to an end, or the patience has. */
async function untilEnded({ kube, signal, note }: Stage, ids: readonly string[], patienceSeconds: number) {
  const database = await openDatabaseOf(kube, "order");
  try {
    const since = Date.now();
    for (let told = 0; ; ) {
      const found = await rows<{ id: string; status: string }>(
        database,
        "select id, status from orders where id in (?)",
        [ids.length === 0 ? [""] : ids],
      );
      const ended = found.filter(({ status }) => finalStatuses.includes(status));
      const known = new Set(ended.map(({ id }) => id));
      const open = ids.filter((id) => !known.has(id));
      const seconds = (Date.now() - since) / 1000;
      if (open.length === 0 || seconds > patienceSeconds) {
        const endings: Record<string, number> = {};
        for (const { status } of found) endings[status] = (endings[status] ?? 0) + 1;
        return { endings, open };
      }
      if (seconds - told > 15) {
        told = seconds;
        note(`${open.length} orders are still under way …`);
      }
      await sleep(500, undefined, { signal });
    }
  } finally {
    await database.end();
  }
}
