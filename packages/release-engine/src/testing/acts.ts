import fc from "fast-check";
import { isHeldForContracts } from "../engine/contracts.ts";
import { planOf, type play } from "./player.ts";

export type Player = ReturnType<typeof play>;
type Act = (player: Player) => unknown;

/** What may happen next, in any order; each a name, so that a counterexample can be read. */
const acts: Readonly<Record<string, Act>> = {
  done: (player) => player.done(),
  failed: (player) => player.failed(),
  behind: (player) => player.behind("order-1.shop"),
  unfit: (player) => player.compared(["route order.list breaks storefront v1"], ["echo v1"]),
  good: (player) => player.look(),
  quiet: (player) => player.look({ stable: 0, canary: 0 }),
  bad: (player) => player.look({ errors: 2 }),
  skewed: (player) => player.look({ stable: 1000, canary: 0 }),
  outage: (player) => player.look({ out: true }),
  second: (player) => player.tick(1000),
  "half an hour": (player) => player.tick(1_800_000),
  back: (player) => player.leap(-3_600_000),
  leap: (player) => player.leap(86_400_000),
  "promote, ada": (player) => player.command("promote", "ada"),
  "promote, grace": (player) => player.command("promote", "grace"),
  hold: (player) => player.command("hold"),
  resume: (player) => player.command("resume"),
  rollback: (player) => player.command("rollback"),
  freeze: (player) => player.command("freeze"),
  edit: (player) => player.edit(900),
  restart: (player) => player.restart(),
  stale: (player) => player.tell({ kind: "done", at: player.at(), effect: "order-1/1" }),
  open: (player) => player.open(),
};
/** What leads on from here, if all goes well. */
const onward = (player: Player) => {
  const { phase, weights } = player.run();
  if (player.work()) return player.done();
  if (isHeldForContracts(player.run())) return player.command("promote", "grace");
  if (phase.name === "held") return player.command("resume");
  if (phase.name === "awaiting") {
    player.open();
    player.command("promote", "ada");
    return player.command("promote", "grace");
  }
  if (phase.name === "observing")
    return player.look({ canary: weights.planned / 10, stable: 100 - weights.planned / 10 });
  return player.tick(1_200_000);
};
const act = fc.oneof(
  { weight: 5, arbitrary: fc.constant("onward") },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(acts)) },
);
/** What happens to a run: mostly what leads on, and anything else in between. */
export const script = fc.array(act, { maxLength: 60, size: "max" });
/** Plans that differ in who has a say, and whether there is a way back. */
export const plans = fc
  .record({
    gates: fc.constantFrom<("approval" | "train")[]>([], ["approval"], ["train"], ["approval", "train"]),
    people: fc.constantFrom<1 | 2>(1, 2),
    contract: fc.constantFrom<string[]>([], ["drop-text"]),
    contracts: fc.constantFrom<"compare" | "ignore">("compare", "ignore"),
  })
  .map(({ gates, people, contract, contracts }) =>
    planOf({
      contracts,
      steps: planOf().steps.map((step) => ({ ...step, gates })),
      approvals: { people, approvers: [] },
      migrations: { expand: ["add-note"], contract },
      notifications: [{ receiver: "desk", on: ["held", "step"] }],
    }),
  );

/** Does these one after the other. */
export const follow = (player: Player, names: readonly string[], each: (name: string) => void = () => {}) => {
  for (const name of names) {
    if (name === "onward") onward(player);
    else acts[name]?.(player);
    each(name);
  }
};
