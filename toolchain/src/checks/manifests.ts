import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { parseAllDocuments } from "yaml";
import { meshServices } from "../declared-services.ts";

/** The checkout. */
export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The parts of a Kubernetes object that every kind has; the rest is parsed by who asks for a kind. */
const Manifest = v.looseObject({
  apiVersion: v.string(),
  kind: v.string(),
  metadata: v.looseObject({ name: v.string(), namespace: v.optional(v.string()) }),
});
export type Manifest = v.InferOutput<typeof Manifest>;

const List = v.object({ kind: v.literal("List"), items: v.array(v.unknown()) });

/** Parses all objects of a YAML text, those of a `List` one by one. Throws when one is no Kubernetes object. */
export const parseManifests = (text: string): Manifest[] =>
  parseAllDocuments(text)
    .map((document): unknown => {
      const [fault] = document.errors;
      if (fault !== undefined) throw fault;
      return document.toJS();
    })
    .flatMap((document) => (v.is(List, document) ? document.items : [document]))
    .map((document) => v.parse(Manifest, document));

/** The objects of one kind, parsed. */
export const ofKind = <S extends v.GenericSchema>(
  manifests: readonly Manifest[],
  kind: string,
  schema: S,
): v.InferOutput<S>[] => manifests.filter((one) => one.kind === kind).map((one) => v.parse(schema, one));

/** Whether an app lives outside of the mesh, as its values say. */
export const isPartner = (app: string): boolean => !meshServices().includes(app);

export { deployedApps } from "../declared-services.ts";
