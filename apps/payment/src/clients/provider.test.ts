import { ConfigError, loadConfig, parseSecret, type ReadSecret } from "@caravan/service-kit";
import { describe, expect, it } from "vitest";
import { Config } from "../config.ts";
import { startFakeStripe } from "../testing/fake-stripe.ts";
import { make } from "../testing/store-fixture.ts";
import { openProvider } from "./provider.ts";

const secrets: Readonly<Record<string, Record<string, string>>> = {
  "bank-merchant": { apiKey: "key of the bank", callbackSecret: "secret of the bank" },
  "stripe-merchant": { apiKey: "sk_test_1", callbackSecret: "whsec_1" },
};

/** Opens the provider as main does, with this environment and a sidecar that has these secrets. */
const open = (environment: Record<string, string>, known = secrets) => {
  const asked: string[] = [];
  const secret: ReadSecret = async (name, schema) => {
    asked.push(name);
    return parseSecret(name, schema, known[name] ?? {});
  };
  const sidecar = {
    invoke: () => Promise.reject(new Error("no service may be called at the start")),
  };
  const config = loadConfig(Config, { APP_ID: "payment", ...environment });
  return { asked, opening: openProvider(sidecar, secret, config) };
};

describe("the provider that the configuration names", () => {
  it("is the bank by default", async () => {
    const { asked, opening } = open({});
    const signature = { header: "bank-signature", secret: "secret of the bank" };
    expect(await opening).toMatchObject({ name: "bank", signature });
    expect(asked).toEqual(["bank-merchant"]);
  });

  it("is Stripe with PROVIDER=stripe: its own secret, and its key towards STRIPE_BASE_URL", async () => {
    const stripe = await startFakeStripe();
    const { asked, opening } = open({ PROVIDER: "stripe", STRIPE_BASE_URL: stripe.baseUrl });
    const provider = await opening;
    const signature = { header: "stripe-signature", secret: "whsec_1" };
    expect(provider).toMatchObject({ name: "stripe", signature });
    expect(asked).toEqual(["stripe-merchant"]);
    const payment = make();
    expect(await provider.create(payment)).toMatchObject({ paymentId: payment.id, status: "created" });
    expect(stripe.received.at(-1)?.headers).toMatchObject({ authorization: "Bearer sk_test_1" });
    await stripe.close();
  });

  it("does not start without its secret, names what is missing, and never prints values", async () => {
    const partial = { "stripe-merchant": { apiKey: "sk_test_1" } };
    for (const known of [{}, partial]) {
      const error: unknown = await open({ PROVIDER: "stripe" }, known).opening.catch((it: unknown) => it);
      expect(error).toBeInstanceOf(ConfigError);
      expect(String(error)).toMatch(/stripe-merchant.*callbackSecret/s);
      expect(String(error)).not.toMatch(/sk_test_1/);
    }
  });

  it("is one of the known ones", () => {
    expect(() => open({ PROVIDER: "purse" })).toThrow(/bank or stripe/);
  });
});
