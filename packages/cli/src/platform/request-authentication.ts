import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Kube } from "@caravan/cluster";
import { objectsIn } from "@caravan/cluster";
import { publicKeySet, SigningKeys } from "@caravan/operations/keys";
import { checkout } from "@caravan/toolchain";
import * as v from "valibot";

const RequestAuthentication = v.looseObject({
  kind: v.literal("RequestAuthentication"),
  spec: v.looseObject({ jwtRules: v.array(v.looseObject({ issuer: v.string() })) }),
});

/** Writes the public keys into a policy that verifies our tokens; anything else stays as it is. */
export function withKeys(document: unknown, keySet: string): unknown {
  const parsed = v.safeParse(RequestAuthentication, document);
  if (!parsed.success) return document;
  const { spec } = parsed.output;
  const jwtRules = spec.jwtRules.map((rule) =>
    rule.issuer === "urn:caravan:user" ? { ...rule, jwks: keySet } : rule,
  );
  return { ...parsed.output, spec: { ...spec, jwtRules } };
}

/** The public keys as the cluster's Secret has them now. */
export async function liveKeySet(kube: Kube): Promise<string> {
  const path = "jsonpath={.data.keys}";
  const encoded = await kube.kubectl(["-n", "shop", "get", "secret", "user-signing-keys", "-o", path]);
  return publicKeySet(v.parse(SigningKeys, Buffer.from(encoded, "base64").toString()));
}

/** Applies the policies that verify access tokens, with these public keys. */
export async function applyRequestAuthentication(kube: Kube, keySet: string): Promise<void> {
  const text = await readFile(join(checkout, "mesh/istio/request-authentication.yaml"), "utf8");
  const items = objectsIn(text).map((document) => withKeys(document, keySet));
  await kube.apply(JSON.stringify({ apiVersion: "v1", kind: "List", items }));
}
