import { stripVTControlCharacters } from "node:util";
import { euros, newId, type PromotionFile, type SaleFile, type TroubledPayment } from "@caravan/contracts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listTable } from "./dead-letters/index.ts";
import { promotionsTable } from "./promotions/show-promotions.ts";
import { salesTable } from "./sales/show-sales.ts";
import { ordersTable, troubledTable } from "./staff/index.ts";
import type { WorkloadReport } from "./workloads/report.ts";
import { statusTable } from "./workloads/show.ts";

const at = "2026-11-28T20:00:00.000Z";
const why =
  "The provider refused the refund of this payment for the third time; it says that the card has ended.";
const [ord, pay, prm, sal] = [newId("ord"), newId("pay"), newId("prm"), newId("sal")];
const money = { total: euros(125_000), refunded: euros(1_000) };
const saga = {
  ...{ steps: ["refund-payment" as const], attempts: 7, nextAttemptAt: at, deadlineAt: at, lastError: why },
  attention: "refund-failed" as const,
};
const order = {
  ...{ id: ord, status: "payment-authorised" as const, ...money, placedAt: at, deliverTo: null, payBy: at },
  ...{ shipmentId: null, lines: [], history: [] },
};
const troubled: TroubledPayment = {
  payment: {
    ...{ id: pay, orderId: ord, status: "captured", amount: euros(5_000), captured: euros(5_000) },
    ...{ refunded: euros(0), confirmationUrl: null, declineReason: null },
  },
  ...{ kind: "refund-refused", reason: why, since: at, attempts: 20, dueAt: at },
};
const sale: SaleFile = {
  ...{ id: sal, sku: "CAR-0001", price: euros(990), pieces: 10_000, perShopper: 1, audience: "everyone" },
  ...{ state: "scheduled", opensAt: at, endsAt: at, serverTime: at, lotCommitment: "", lotSeed: null },
  ...{ line: 10, paySeconds: 600, lotMilliseconds: 800, difficulty: 0, perAddress: 50, shards: 4 },
  ...{ allotmentId: null, epoch: 0, history: [] },
  tickets: { admitted: 10_000, paid: 9_990, waiting: 25_000, returned: 0 },
};
const promotion: PromotionFile = {
  ...{ id: prm, state: "active", kind: "coupon", code: "AUTUMN-IN-THE-MOUNTAINS", onlyGiven: false },
  ...{ name: "Autumn in the mountains", benefit: { type: "percent", percent: 10 } },
  condition: { audience: "accounts", firstOrder: true, categories: ["boots", "tents"] },
  ...{ from: at, until: at, priority: 100, combines: true, history: [] },
  limits: { uses: 100, perPerson: 1, budget: null },
  figures: {
    ...{ held: 12, used: 1_034, heldDiscount: euros(0), usedDiscount: euros(0) },
    budgetLeft: null,
  },
};
const workload: WorkloadReport = {
  ...{ namespace: "istio-ingress", workload: "dapr-sidecar-injector", version: "10.11.19-0123456789ab" },
  ...{ image: "", ready: "1/1", readyReplicas: 1, replicas: 1, restarts: 3, weight: 125 },
  ...{ cpuMillicores: 1_250, memoryMebibytes: 1_024, alerts: ["ServiceDown", "ErrorBudgetBurnsFast"] },
  traffic: { requestsPerSecond: 1_250.5, errorRatio: 0.125, p99Seconds: 12.5 },
};
const letter = {
  ...{ id: "1764360000000-0", topic: "order.placed.v1", eventId: newId("evt"), type: null, subject: ord },
  ...{ publishedAt: at, putAsideAt: at, consumer: "logistics", reason: why },
};

/** Each list of staff, with what the next command needs of it. */
const lists: readonly [string, () => string, readonly string[]][] = [
  [
    "orders list",
    () => ordersTable([{ ...order, shopperId: newId("usr"), saga }]),
    [ord, "payment-authorised"],
  ],
  ["payments troubled", () => troubledTable([troubled]), [pay, "refund-refused"]],
  ["sale list", () => salesTable([sale]), [sal, "scheduled", "10000"]],
  ["coupon list", () => promotionsTable([promotion]), [prm, "active", "1034"]],
  ["dlq list", () => listTable([letter], new Date(at)), [letter.id, letter.topic]],
  [
    "status",
    () => statusTable({ shop: "", kubeconfig: "", workloads: [workload] }),
    ["dapr-sidecar-in", "1/1", "3", "12.5 %", "ServiceD"],
  ],
];
const { isTTY, columns } = process.stdout;
beforeEach(() => void vi.spyOn(process, "once").mockReturnThis());
afterEach(() => {
  Object.assign(process.stdout, { isTTY, columns });
  vi.restoreAllMocks();
});

test.each(lists)("%s: each row is a line that fits the terminal and keeps what matters", (_, list, kept) => {
  for (const width of [80, 100, 160]) {
    Object.assign(process.stdout, { isTTY: true, columns: width });
    const lines = stripVTControlCharacters(list()).split("\n");
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    for (const word of kept) expect(lines[1]).toContain(word);
  }
});

test.each(lists)("%s: another program gets all values whole", (name, list) => {
  Object.assign(process.stdout, { isTTY: false, columns: undefined });
  expect(list()).not.toContain("…");
  if (!["sale list", "coupon list", "status"].includes(name)) expect(list()).toContain(why);
});
