import { crowd } from "./crowd.ts";
import { fairnessTable } from "./fairness-table.ts";

const people = 1 - crowd.botShare;
console.log(
  `${crowd.shoppers} shoppers, ${100 * people} % of them people; ${crowd.pieces} pieces. People get:`,
);
for (const { name, share } of fairnessTable(crowd, [1, 2, 3]))
  console.log(`${(100 * share).toFixed(1).padStart(6)} %  ${name}`);
