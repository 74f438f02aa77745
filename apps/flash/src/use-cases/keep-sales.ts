import type { Dependencies } from "../dependencies.ts";
import { admissionPhase, isOver, isWarm, type Sale } from "../domain/sale.ts";
import { givePiecesBack } from "./give-pieces-back.ts";

/** What one process tends at the moment. */
export interface Keeper {
  /** Takes and prolongs leases. */
  claim(): Promise<void>;
  /** Looks after every sale of its leases once. */
  round(): Promise<void>;
}

/** What a keeper is made of. */
export interface KeeperOptions {
  /** The name of this process. */
  readonly name: string;
  readonly leaseSeconds: number;
}

/** Rounds between two comparisons of Redis and the store: it needs queries, and no one is told anything wrong meanwhile. */
const roundsPerCensus = 4;

/** Comparisons in a row that must differ: pieces that move while it looks are no fault. */
const differencesToBelieve = 2;

/** Looks after sales: fills admission before they open, rebuilds it when it is lost or differs, serves the line, and settles what is over. */
export const createKeeper = (dependencies: Dependencies, { name, leaseSeconds }: KeeperOptions): Keeper => {
  const { sales, now, log } = dependencies;
  let kept: readonly Sale[] = [];
  let keptUntil = new Date(0);
  let rounds = 0;
  const differences = new Map<string, number>();
  /** Sales that were looked after since that was noted last. */
  const tended = new Set<string>();

  /** Compares the pieces of Redis and the store. */
  const compare = async (sale: Sale): Promise<void> => {
    const before = await sales.find(sale.id);
    const census = await dependencies.admissions.of(sale).census();
    const after = await sales.find(sale.id);
    if (before === undefined || census === undefined || census.undelivered > 0) return;
    if (before.sold !== after?.sold || before.epoch !== after.epoch) return;
    if (census.free + before.sold === sale.pieces) return void differences.delete(sale.id);
    const seen = (differences.get(sale.id) ?? 0) + 1;
    differences.set(sale.id, seen);
    if (seen < differencesToBelieve) return;
    differences.delete(sale.id);
    dependencies.countDifference();
    log.error(
      { sale: sale.id, pieces: sale.pieces, sold: before.sold, free: census.free },
      "pieces of a sale differ between Redis and the store; it is rebuilt",
    );
    await sales.askForRebuild(sale.id);
  };

  const look = async (sale: Sale): Promise<void> => {
    const admission = dependencies.admissions.of(sale);
    const seen = await admission.look();
    const agrees = seen.kind === "open" && seen.epoch === sale.epoch && seen.phase === admissionPhase(sale);
    if (sale.rebuildNeeded || !agrees) {
      const { kind, epoch } = await dependencies.admissions.rebuild(sale);
      dependencies.countRebuild(kind);
      log.info({ sale: sale.id, epoch, kind }, "admission of a sale was rebuilt");
      return;
    }
    await admission.tend();
    if (rounds % roundsPerCensus !== 0) return;
    await admission.confirm();
    await compare(sale);
    await sales.forgetOldDecisions(sale.id, sale.epoch);
  };

  const finish = async (sale: Sale): Promise<void> => {
    if (sale.phase !== "closed") return sales.close(sale.id, now(), "its time is over");
    if ((await sales.unsettled(sale.id)) > 0 || !(await givePiecesBack(dependencies, sale))) return;
    await sales.forgetAddresses(sale.id);
    // If this ends before the next line, the sale is filled and settled again.
    await dependencies.admissions.forget(sale);
    await sales.forgetDecisions(sale.id);
    await sales.settle(sale.id, now(), "unsold pieces are back in the free stock");
  };

  const tend = async (id: string): Promise<void> => {
    const sale = await sales.find(id);
    if (sale === undefined) return;
    if (isWarm(sale, now())) await look(sale);
    if (isOver(sale, now())) await finish(sale);
    tended.add(id);
  };

  return {
    async claim() {
      const until = new Date(now().getTime() + leaseSeconds * 1000);
      kept = await sales.keep(name, now(), until);
      keptUntil = until;
      await sales.noteTended([...tended], now());
      tended.clear();
    },
    async round() {
      rounds += 1;
      if (keptUntil <= now()) return;
      const due = kept.filter((sale) => isWarm(sale, now()) || isOver(sale, now()));
      await Promise.all(
        due.map(({ id }) =>
          tend(id).catch((error: unknown) => log.error({ err: error, sale: id }, "a sale cannot be tended")),
        ),
      );
    },
  };
};
