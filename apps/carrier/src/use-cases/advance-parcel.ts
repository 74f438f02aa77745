import type { Dependencies, Tracked } from "../dependencies.ts";
import type { Kind } from "../domain/parcel.ts";
import { parcelUnknown } from "../domain/refusals.ts";
import { decideMovement } from "./decide-movement.ts";

/** Moves a parcel now, by its next event or a named one. */
export const advanceParcel = async (
  dependencies: Dependencies,
  { trackingCode, kind }: { trackingCode: string; kind?: Kind | undefined },
): Promise<Tracked> => {
  const { parcels, behaviour, count } = dependencies;
  const moved = await parcels.move(trackingCode, decideMovement(dependencies, await behaviour.get(), kind));
  if (moved === undefined) throw parcelUnknown(trackingCode);
  count(moved.parcel.lastKind ?? "announced");
  return moved;
};
