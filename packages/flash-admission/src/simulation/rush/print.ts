import { writeFile } from "node:fs/promises";
import { drawRush } from "./draw.ts";
import { simulate } from "./simulate.ts";
import { enough, planFor, planned, rowOf, rush, shopOf, shops } from "./table.ts";

const cells = (...all: readonly (string | number)[]): string =>
  all.map((one) => String(one).padStart(9)).join("");
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
const number = (value: number): string => value.toLocaleString("en");

console.log(
  `${number(rush.people)} people, ${number(rush.pieces)} pieces, ${number(rush.line)} places in line. Simulated with measured costs, on cores like those of docs/benchmarks.md:\n`,
);
console.log(
  cells("gateways", "pods", "shards", "≤ 1 s", "p99 s", "untold", "last piece", "last told"),
  " limit",
);
for (const shop of shops) {
  const { gateways, pods, shards } = shop;
  const { withinSecond, p99, untold, lastPiece, lastTold, limit, busy } = rowOf(shop, rush);
  console.log(
    cells(gateways, pods, shards, percent(withinSecond), p99.toFixed(1), percent(untold)) +
      `${lastPiece.toFixed(1)} s`.padStart(10) +
      `${lastTold.toFixed(1)} s`.padStart(10),
    ` ${limit} (${percent(busy[limit])} busy)`,
  );
}
console.log(`\nThe smallest shop that tells ${100 * enough} of 100 within a second:\n`);
for (const of of planned) {
  const plan = planFor(of);
  const what = `${number(of.people)} people, ${number(of.pieces)} pieces, ${number(of.line)} places in line:`;
  if (plan === undefined)
    console.log(`${what} not with 1,024 pods, as all tickets of a sale are stored in turn; shorten the line`);
  else
    console.log(
      `${what} ${plan.shop.gateways} gateways, ${plan.shop.pods} pods of flash, ${plan.shop.shards} shards, ${plan.orderCores} cores for orders within a minute; from one pod on ${plan.leadSeconds} s before the opening`,
    );
}

const picture = process.argv[2];
if (picture !== undefined) {
  const sizes = [1, 4, 16, 64, 256];
  const curves = [2_000, 20_000, 200_000].map((people) => ({
    people,
    shares: sizes.map((pods) => {
      const of = { people, pieces: people / 20, line: people / 200, seed: 1 };
      return [pods, simulate(shopOf(pods), of).withinSecond] as const;
    }),
  }));
  await writeFile(picture, drawRush(curves));
}
