import { describe, expect, it } from "vitest";
import { estimate } from "./estimate.ts";
import type { HeardStation, Station } from "./parcel.ts";
import type { Shipment } from "./shipment.ts";

const at = (time: string) => new Date(`2026-${time}:00.000Z`);
const station = (kind: Station["kind"], time: string, sequence = 1, reference = "a"): HeardStation => ({
  kind,
  reference,
  sequence,
  number: sequence,
  place: null,
  at: at(time),
  heardAt: at(time),
});
const of = (status: Shipment["status"], created: string, ...tracking: HeardStation[]) => {
  const found = estimate({ status, tracking, createdAt: at(created), dispatchedAt: at(created) });
  const text = (date: Date) => date.toISOString().slice(5, 13);
  return found && [text(found.from), text(found.to)];
};

// 25 November 2026 is a Wednesday, 28 and 29 a weekend.
describe("the estimated arrival of a shipment", () => {
  it.each([
    ["just created", of("preparing", "11-25T09:30"), ["11-26T08", "11-30T20"]],
    ["created late in the day", of("preparing", "11-25T21:00"), ["11-27T08", "12-01T20"]],
    ["created on a Friday", of("preparing", "11-27T09:30"), ["11-30T08", "12-02T20"]],
    ["created on a Sunday", of("preparing", "11-29T09:30"), ["12-01T08", "12-03T20"]],
    ["handed over, no news", of("dispatched", "11-25T09:30"), ["11-26T08", "11-30T20"]],
    [
      "collected",
      of("dispatched", "11-25T09:30", station("collected", "11-26T10:00")),
      ["11-27T08", "11-30T20"],
    ],
    [
      "in transit on a Friday",
      of("dispatched", "11-25T09:30", station("in-transit", "11-27T10:00")),
      ["11-30T08", "11-30T20"],
    ],
    [
      "out for delivery",
      of("out-for-delivery", "11-25T09:30", station("out-for-delivery", "11-27T07:00")),
      ["11-27T08", "11-27T20"],
    ],
    [
      "a failed delivery",
      of("delivery-failed", "11-25T09:30", station("delivery-failed", "11-27T17:00")),
      ["11-30T08", "11-30T20"],
    ],
    [
      "two parcels: the slower one counts",
      of(
        "out-for-delivery",
        "11-25T09:30",
        station("out-for-delivery", "11-26T07:00", 3, "a"),
        station("collected", "11-26T10:00", 1, "b"),
      ),
      ["11-27T08", "11-30T20"],
    ],
  ])("%s", (_, found, wanted) => {
    expect(found).toEqual(wanted);
  });

  it.each(["delivered", "cancelled", "returning", "returned"] as const)(
    "is absent once it is %s",
    (status) => {
      expect(of(status, "11-25T09:30", station("in-transit", "11-26T10:00"))).toBeUndefined();
    },
  );
});
