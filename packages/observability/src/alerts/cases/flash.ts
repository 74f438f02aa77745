import { type Case, cases, steady } from "./case.ts";

/** Flash sales that do not go on. */
export const flash: readonly Case[] = [
  ...cases(
    "FlashSaleStalled",
    {
      given: "a sale that no process looks after for 40 s, as each replica sees",
      series: {
        'caravan_flash_untended_seconds{app="flash",pod="a"}': steady(40),
        'caravan_flash_untended_seconds{app="flash",pod="b"}': steady(38),
      },
      labels: { app: "flash" },
      en: "No process has looked after a flash sale for 40s: its line is not served, and what Redis loses is not rebuilt.",
      zh: "秒杀活动已 40s 无人照管：排队不前进，Redis 丢失的数据不会重建。",
    },
    {
      "a sale that changes its process": { 'caravan_flash_untended_seconds{app="flash"}': "2x38 20 2" },
      "a sale that is looked after": { 'caravan_flash_untended_seconds{app="flash"}': steady(3) },
    },
  ),
  ...cases(
    "FlashTicketsWait",
    {
      given: "a piece without an order for two minutes",
      series: {
        'caravan_flash_unordered_seconds{app="flash",pod="a"}': steady(120),
        'caravan_flash_unordered_seconds{app="flash",pod="b"}': steady(0),
      },
      labels: { app: "flash" },
      en: "The oldest piece of a flash sale has been without an order for 2m 0s: its shopper cannot pay.",
      zh: "秒杀中最早的名额已 2m 0s 未生成订单：顾客无法付款。",
    },
    {
      "orders that wait for the end of the rush": {
        'caravan_flash_unordered_seconds{app="flash"}': steady(25),
      },
    },
  ),
  ...cases(
    "FlashBooksDiffer",
    {
      given: "a difference that one replica found",
      series: {
        'caravan_flash_differences_total{app="flash",pod="a"}': "0x30 4x10",
        'caravan_flash_differences_total{app="flash",pod="b"}': steady(0),
      },
      labels: { app: "flash" },
      en: "Redis and the database had different pieces of a flash sale 4 times in 5 minutes; each time it was rebuilt.",
      zh: "5 分钟内 Redis 与数据库的秒杀名额不一致 4 次，均已重建。",
    },
    { "one of long ago": { 'caravan_flash_differences_total{app="flash"}': "0x4 1x36" } },
  ),
  ...cases(
    "FlashLineStands",
    {
      given: "three free pieces and people in line",
      series: { 'caravan_flash_unserved_tickets{app="flash",pod="a"}': steady(3) },
      labels: { app: "flash" },
      en: "3 who wait in the line of a flash sale could have a piece that is free, and do not get it.",
      zh: "秒杀有空闲名额，但排队的 3 人未获得。",
    },
    {
      "a piece that came back just now": { 'caravan_flash_unserved_tickets{app="flash"}': "0x39 1" },
      "no free piece": { 'caravan_flash_unserved_tickets{app="flash"}': steady(0) },
    },
  ),
];
