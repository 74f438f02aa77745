import { type Case, cases, steady } from "./case.ts";

/** Orders, events and money that do not move. */
export const business: readonly Case[] = [
  ...cases(
    "SagaStalled",
    {
      given: "a step that is due for 90 s",
      series: {
        'caravan_saga_oldest_due_seconds{app="order",pod="a"}': steady(0),
        'caravan_saga_oldest_due_seconds{app="order",pod="b"}': steady(90),
      },
      labels: { app: "order" },
      en: "The oldest order step has been due for 1m 30s: orders do not move.",
      zh: "最早到期的订单步骤已等待 1m 30s：订单没有推进。",
    },
    {
      "a step that is due for 60 s": { 'caravan_saga_oldest_due_seconds{app="order"}': steady(60) },
      "a moment of delay": { 'caravan_saga_oldest_due_seconds{app="order"}': "0x39 90" },
    },
  ),
  ...cases(
    "OutboxStalled",
    {
      given: "an event that waits for 5 minutes, and an app without one",
      series: {
        'caravan_outbox_oldest_seconds{app="order"}': steady(300),
        'caravan_outbox_oldest_seconds{app="payment"}': steady(1),
      },
      labels: { app: "order" },
      en: "order has not published an event for 5m 0s: other services do not hear of its changes.",
      zh: "order 的最早未发布事件已等待 5m 0s：其他服务收不到其变更。",
    },
    { "events that leave within a second": { 'caravan_outbox_oldest_seconds{app="order"}': steady(1) } },
  ),
  ...cases(
    "DeadLetters",
    {
      given: "two dead letters of a topic, which every replica reports",
      series: {
        'caravan_dead_letters{app="order",pod="a",topic="payment.captured.v1"}': steady(2),
        'caravan_dead_letters{app="order",pod="b",topic="payment.captured.v1"}': steady(2),
        'caravan_dead_letters{app="order",pod="a",topic="order.placed.v1"}': steady(0),
      },
      labels: { topic: "payment.captured.v1" },
      en: "2 events of payment.captured.v1 could not be applied and wait as dead letters.",
      zh: "payment.captured.v1 有 2 条事件处理失败，进入死信。",
    },
    { "no dead letter": { 'caravan_dead_letters{app="order",topic="payment.captured.v1"}': steady(0) } },
  ),
  ...cases(
    "BooksDiffer",
    {
      given: "a failed audit",
      series: { 'kube_job_failed{namespace="shop",job_name="audit-29",condition="true"}': steady(1) },
      labels: { app: "audit", job_name: "audit-29" },
      en: "The audit audit-29 found books that do not agree, or could not look.",
      zh: "对账任务 audit-29 发现账目不一致，或未能完成。",
    },
    {
      "a good audit": { 'kube_job_failed{namespace="shop",job_name="audit-29",condition="true"}': steady(0) },
      "another failed Job": {
        'kube_job_failed{namespace="shop",job_name="migrate-order",condition="true"}': steady(1),
      },
    },
  ),
  ...cases(
    "ReconciliationDiffers",
    {
      given: "three differences",
      series: { 'caravan_reconciliation_differences{app="payment",pod="a"}': steady(3) },
      labels: { app: "payment" },
      en: "The bank's statement and our payments differ in 3 places.",
      zh: "银行对账单与支付记录有 3 处不一致。",
    },
    { "no difference": { 'caravan_reconciliation_differences{app="payment"}': steady(0) } },
  ),
  ...cases(
    "PaymentsInTrouble",
    {
      given: "a payment that staff has to decide, counted by two replicas",
      series: {
        'caravan_payments_in_trouble{app="payment",pod="a",kind="refund-failed"}': steady(1),
        'caravan_payments_in_trouble{app="payment",pod="b",kind="refund-failed"}': steady(1),
        'caravan_payments_in_trouble{app="payment",pod="a",kind="no-progress"}': steady(0),
      },
      labels: { app: "payment", kind: "refund-failed" },
      en: "1 payments need a decision of staff (refund-failed).",
      zh: "1 笔支付需要人工处理（refund-failed）。",
    },
    { "no trouble": { 'caravan_payments_in_trouble{app="payment",kind="no-progress"}': steady(0) } },
  ),
  ...cases(
    "OrdersNeedAttention",
    {
      given: "two orders that staff has to decide, counted by two replicas",
      series: {
        'caravan_orders_attention{app="order",pod="a",case="refused"}': steady(2),
        'caravan_orders_attention{app="order",pod="b",case="refused"}': steady(2),
      },
      labels: { app: "order", case: "refused" },
      en: "2 orders need a decision of staff (refused).",
      zh: "2 个订单需要人工处理（refused）。",
    },
    { "no order": { 'caravan_orders_attention{app="order",case="refused"}': steady(0) } },
  ),
  ...cases(
    "CallbacksRefused",
    {
      given: "wrong signatures of the bank",
      series: { 'caravan_payment_callbacks_total{app="payment",result="refused"}': "0x30 4x10" },
      labels: { app: "payment" },
      en: "payment refused 4 callbacks of its partner in 5 minutes.",
      zh: "payment 在 5 分钟内拒绝了 4 次合作方回调。",
    },
    {
      "callbacks that were applied or came before": {
        'caravan_payment_callbacks_total{app="payment",result="applied"}': "0x30 9x10",
        'caravan_payment_callbacks_total{app="payment",result="seen"}': "0x30 9x10",
        'caravan_logistics_callbacks_total{app="logistics",result="applied"}': "0x30 9x10",
        'caravan_logistics_callbacks_total{app="logistics",result="duplicate"}': "0x30 9x10",
      },
      "refused ones of long ago": {
        'caravan_logistics_callbacks_total{app="logistics",result="malformed"}': "0x4 9x36",
      },
    },
  ),
  ...cases(
    "CallbacksLate",
    {
      given: "a callback of the carrier that we have not taken for 10 minutes, seen by two replicas",
      series: {
        'caravan_carrier_callbacks_oldest_seconds{app="carrier",pod="a"}': steady(600),
        'caravan_carrier_callbacks_oldest_seconds{app="carrier",pod="b"}': steady(600),
        'caravan_bank_callbacks_oldest_seconds{app="bank"}': steady(0),
      },
      labels: { app: "carrier" },
      en: "The oldest callback of the carrier has waited 10m 0s to be taken by us.",
      zh: "carrier 的最早未送达回调已等待 10m 0s。",
    },
    {
      "a partner that sends some callbacks a minute late": {
        'caravan_bank_callbacks_oldest_seconds{app="bank"}': steady(60),
      },
    },
  ),
];
