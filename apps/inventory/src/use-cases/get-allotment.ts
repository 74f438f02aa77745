import type { Dependencies } from "../dependencies.ts";
import type { Allotment } from "../domain/allotment.ts";
import { allotmentUnknown, noAllotmentOfSale } from "../domain/refusals.ts";

export const getAllotment = async (
  { allotments }: Dependencies,
  input: { allotmentId: string },
): Promise<Allotment> => {
  const allotment = await allotments.find(input.allotmentId);
  if (allotment === undefined) throw allotmentUnknown(input.allotmentId);
  return allotment;
};

/** The allotment of a sale. @throws Refusal `allotment-unknown` */
export const findSaleAllotment = async ({ allotments }: Dependencies, saleId: string): Promise<Allotment> => {
  const allotment = await allotments.findBySale(saleId);
  if (allotment === undefined) throw noAllotmentOfSale(saleId);
  return allotment;
};
