import type { Alert } from "@caravan/observability";
import * as business from "./business.ts";
import { certificateEnds } from "./certificate.ts";
import type { Fault } from "./fault.ts";
import type { Firing } from "./firing.ts";
import * as flash from "./flash.ts";
import { volumeFull } from "./full-volume.ts";
import * as objectives from "./objectives.ts";
import * as platform from "./platform.ts";
import * as promotion from "./promotion.ts";
import * as services from "./services.ts";

/** The faults of a run without `--long`. */
export const few: readonly Fault[] = [services.carrierDown, business.booksDiffer];

/**
 * All faults, those of one phase at once: no fault of a phase holds back or imitates an alert of another one. (A page of an app holds
 * back its tickets, a store that is down nearly everything.)
 */
export const phases: Readonly<Record<string, readonly Fault[]>> = {
  pods: [
    ...[services.podHangs, services.flood],
    ...[platform.leak, platform.burst, platform.crashes, platform.storeOfLogsHangs],
  ],
  "one part each": [
    ...[services.carrierDown, platform.backupOld, platform.dayUndone, platform.nightUnarchived, volumeFull],
    certificateEnds,
    ...[
      business.booksDiffer,
      business.malformedEvent,
      business.refundFails,
      business.unsignedCallback,
      business.lateCallback,
    ],
  ],
  "looking and money": [objectives.productFails, services.inventorySlow, business.foreignCapture],
  ordering: [objectives.orderFails],
  paying: [objectives.paymentFails],
  delivering: [objectives.carrierRefuses],
  promotions: [promotion.usesWait, promotion.useStuck, promotion.nearlySpent],
  // A page of a service holds back its tickets.
  "promotion away": [promotion.promotionAway],
  "flash sales": [flash.saleStalls, flash.ticketWaits, flash.piecesDiffer, flash.lineStands],
  "work that waits": [business.unknownStep, business.redisFull],
  stores: [services.redisDown],
};

/** Alerts that no fault can fire here, and why. */
export const unfired: Readonly<Record<string, string>> = {
  DeadMansSwitch: "it always fires: the proof sees it arrive at the heartbeat's address instead",
};

const fires = (alert: Alert, { alert: name, labels = {} }: Firing): boolean =>
  name === alert.name && Object.entries(labels).every(([key, value]) => alert.labels?.[key] === value);

/** Alerts that neither a fault fires nor the list excuses. */
export const forgotten = (alerts: readonly Alert[]): readonly string[] => {
  const fired = Object.values(phases)
    .flat()
    .flatMap((fault) => fault.fires);
  return alerts
    .filter((alert) => !(alert.name in unfired) && !fired.some((one) => fires(alert, one)))
    .map(({ name, labels = {} }) => [name, ...Object.values(labels)].join(" "));
};
