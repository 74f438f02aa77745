import type { Dependencies } from "../dependencies.ts";
import type { Allotment } from "../domain/allotment.ts";
import { allotmentUnknown } from "../domain/refusals.ts";

export const getAllotment = async (
  { allotments }: Dependencies,
  input: { allotmentId: string },
): Promise<Allotment> => {
  const allotment = await allotments.find(input.allotmentId);
  if (allotment === undefined) throw allotmentUnknown(input.allotmentId);
  return allotment;
};
