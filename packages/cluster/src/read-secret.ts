import * as v from "valibot";
import type { Kube } from "./kube.ts";

const Stored = v.pipe(v.string(), v.parseJson(), v.object({ data: v.record(v.string(), v.string()) }));

/**
 * Reads a Kubernetes Secret in clear text.
 *
 * @param Values the schema of its values
 */
export const readSecret = async <S extends v.GenericSchema>(
  kube: Kube,
  namespace: string,
  name: string,
  Values: S,
): Promise<v.InferOutput<S>> => {
  const text = await kube.kubectl(["-n", namespace, "get", "secret", name, "-o", "json"]);
  const { data } = v.parse(Stored, text);
  const clear = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]);
  return v.parse(Values, Object.fromEntries(clear));
};
