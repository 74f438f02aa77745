import { bankRoutes, paymentRoutes } from "@caravan/contracts";
import { createClient, type Sidecar } from "@caravan/dapr";
import type { ReadSecret } from "@caravan/service-kit";
import { type Config, MerchantSecret } from "../config.ts";
import type { PaymentProvider } from "../dependencies.ts";
import { openBank } from "./bank.ts";
import { openStripe } from "./stripe/stripe.ts";

/** The provider that the configuration names, with the secret `<provider>-merchant`. */
export const openProvider = async (
  sidecar: Pick<Sidecar, "invoke">,
  secret: ReadSecret,
  config: Config,
): Promise<PaymentProvider> => {
  const { apiKey, callbackSecret } = await secret(`${config.PROVIDER}-merchant`, MerchantSecret);
  if (config.PROVIDER === "stripe")
    return openStripe({ baseUrl: config.STRIPE_BASE_URL, apiKey, callbackSecret });
  return openBank(createClient(sidecar, "bank", bankRoutes, { apiKey }), {
    callbackUrl: new URL(paymentRoutes.receiveBankCallback.path, config.CALLBACK_ORIGIN).href,
    callbackSecret,
  });
};
