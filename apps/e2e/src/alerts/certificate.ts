import { instance } from "@caravan/cluster";
import { daprAuthority, endingDaprAuthority } from "@caravan/toolchain/cluster";
import { kubectl, podOf, rolledOut } from "../harness/kubectl.ts";
import { kube } from "../harness/shop.ts";
import type { Fault } from "./fault.ts";

const namespace = "dapr-system";

/** Lets Dapr's sentry sign with an issuer. */
const signWith = async (
  authority: Promise<{ readonly issuer: string; readonly issuerKey: string }>,
): Promise<void> => {
  const { issuer, issuerKey } = await authority;
  const metadata = { name: "dapr-trust-bundle", namespace };
  const data = { "issuer.crt": btoa(issuer), "issuer.key": btoa(issuerKey) };
  await (await kube()).kubectl(
    ["apply", "--server-side", "--force-conflicts", "--field-manager=proof-of-alerts", "-f", "-"],
    JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata, data }),
  );
  const sentry = "dapr-sentry";
  await kubectl("-n", namespace, "delete", "pod", await podOf(sentry, namespace), "--grace-period=1");
  await rolledOut(sentry, namespace);
};

/** Below the same root, so that all connections go on. */
export const certificateEnds: Fault = {
  what: "the certificate that Dapr's sentry signs with ends in a week",
  fires: [{ alert: "CertificateEnds", words: ["dapr-control-plane"] }],
  inflict: async () => {
    await signWith(endingDaprAuthority(instance.run, 7));
    return () => signWith(daprAuthority(instance.run));
  },
};
