import * as v from "valibot";
import words from "../../catalogue/words.json" with { type: "json" };

/** What the language knows and the catalogue's texts do not say: `catalogue/words.json`. */
const CatalogueWords = v.strictObject({
  /** Words that say nothing about a product. */
  stopWords: v.array(v.string()),
  /** Plurals that no rule forms. */
  singulars: v.record(v.string(), v.string()),
  /** First parts of compounds that do not stand alone in the texts. */
  beginnings: v.array(v.string()),
  /** What else a word that shoppers type finds: other names of the same thing, what belongs to a kind, translations. */
  alsoFinds: v.record(v.string(), v.array(v.string())),
});

export const catalogueWords = v.parse(CatalogueWords, words);
