import { newIdOf } from "@caravan/contracts";
import { requestContext } from "@caravan/service-kit";

/** An id of an order in the cohort of its shopper, who asks for it in this request: its events and steps get the version that the shopper gets. */
export const newOrderId = (shopperId: string): string => newIdOf("ord", shopperId, requestContext()?.cohort);
