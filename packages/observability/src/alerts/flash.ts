import type { Alert } from "./rule.ts";

/** Flash sales that do not go on. */
export const flash: readonly Alert[] = [
  {
    name: "FlashSaleStalled",
    severity: "page",
    expr: "max(caravan_flash_untended_seconds) > 15",
    for: "15s",
    summary: {
      en: "No process has looked after a flash sale for {{ $value | humanizeDuration }}: its line is not served, and what Redis loses is not rebuilt.",
      zh: "秒杀活动已 {{ $value | humanizeDuration }} 无人照管：排队不前进，Redis 丢失的数据不会重建。",
    },
    dashboard: "shop",
    labels: { app: "flash" },
  },
  {
    name: "FlashTicketsWait",
    severity: "page",
    expr: "max(caravan_flash_unordered_seconds) > 60",
    for: "30s",
    summary: {
      en: "The oldest piece of a flash sale has been without an order for {{ $value | humanizeDuration }}: its shopper cannot pay.",
      zh: "秒杀中最早的名额已 {{ $value | humanizeDuration }} 未生成订单：顾客无法付款。",
    },
    dashboard: "saga",
    labels: { app: "flash" },
  },
  {
    name: "FlashBooksDiffer",
    severity: "ticket",
    expr: "sum(increase(caravan_flash_differences_total[5m])) > 0",
    summary: {
      en: "Redis and the database had different pieces of a flash sale {{ $value | humanize }} times in 5 minutes; each time it was rebuilt.",
      zh: "5 分钟内 Redis 与数据库的秒杀名额不一致 {{ $value | humanize }} 次，均已重建。",
    },
    dashboard: "stores",
    labels: { app: "flash" },
  },
  {
    name: "FlashLineStands",
    severity: "page",
    expr: "max(caravan_flash_unserved_tickets) > 0",
    for: "30s",
    summary: {
      en: "{{ $value }} who wait in the line of a flash sale could have a piece that is free, and do not get it.",
      zh: "秒杀有空闲名额，但排队的 {{ $value }} 人未获得。",
    },
    dashboard: "shop",
    labels: { app: "flash" },
  },
];
