import type { userRoutes } from "@caravan/contracts";
import type { Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { addAddress } from "../use-cases/add-address.ts";
import { changeAddress } from "../use-cases/change-address.ts";
import { getMe } from "../use-cases/get-me.ts";
import { removeAddress } from "../use-cases/remove-address.ts";

type AddressRoutes = Pick<
  typeof userRoutes,
  "listAddresses" | "addAddress" | "changeAddress" | "removeAddress"
>;

export const addressHandlers = (dependencies: Dependencies): Handlers<AddressRoutes> => ({
  listAddresses: async ({ shopperId }) => {
    await getMe(dependencies, shopperId);
    return { items: await dependencies.addresses.list(shopperId) };
  },
  addAddress: ({ body, shopperId }) => addAddress(dependencies, shopperId, body),
  changeAddress: ({ params, body, shopperId }) =>
    changeAddress(dependencies, { ...params, userId: shopperId, address: body }),
  removeAddress: ({ params, shopperId }) => removeAddress(dependencies, { ...params, userId: shopperId }),
});
