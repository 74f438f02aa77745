import * as v from "valibot";
import { defineRoute } from "./route.ts";
import { StaffReason } from "./text.ts";
import { Timestamp } from "./time.ts";

/** Who of staff did what, when and why, oldest first. */
export const StaffHistory = v.array(
  v.object({ at: Timestamp, what: v.string(), who: v.string(), why: v.string() }),
);

/** What the commands on one kind of thing have in common. */
interface StaffThing<Place extends string, Params, File> {
  /** Of one such thing, below `/v1/staff/`: `sales/:saleId`. */
  readonly place: Place;
  readonly params: Params;
  /** What staff sees of it: the reply to each command. */
  readonly file: File;
  /** The refusal's code when there is none with this id. */
  readonly unknown: string;
}

/** Defines commands of staff that need nothing but a reason, each at a path below its thing's own. */
export const staffCommands =
  <const Place extends string, Params extends v.GenericSchema, File extends v.GenericSchema>({
    place,
    params,
    file,
    unknown,
  }: StaffThing<Place, Params, File>) =>
  <const Id extends string, const Path extends string>(
    id: Id,
    path: Path,
    summary: string,
    refusals: readonly string[],
  ) =>
    defineRoute({
      id,
      method: "POST",
      path: `/v1/staff/${place}/${path}`,
      summary,
      access: "staff",
      idempotent: true,
      params,
      body: v.strictObject({ reason: StaffReason }),
      success: { status: 200, body: file },
      refusals: [unknown, ...refusals],
    });
