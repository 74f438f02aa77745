import * as v from "valibot";
import { parseAllDocuments } from "yaml";

const List = v.object({ kind: v.literal("List"), items: v.array(v.unknown()) });

/**
 * All objects of a YAML text; those of a `List` individually.
 *
 * @throws the first error of invalid YAML, of which the parser would return a part
 */
export const objectsIn = (text: string): unknown[] =>
  parseAllDocuments(text)
    .map((document): unknown => {
      const [fault] = document.errors;
      if (fault !== undefined) throw fault;
      return document.toJS();
    })
    .filter((document) => document !== null)
    .flatMap((document) => (v.is(List, document) ? document.items : [document]));
