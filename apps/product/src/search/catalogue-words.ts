import * as v from "valibot";
import words from "../../catalogue/words.json" with { type: "json" };

/** Language data that the catalogue's texts lack: `catalogue/words.json`. */
const CatalogueWords = v.strictObject({
  /** Stop words. */
  stopWords: v.array(v.string()),
  /** Irregular plurals. */
  singulars: v.record(v.string(), v.string()),
  /** First parts of compounds that do not occur alone in the texts. */
  beginnings: v.array(v.string()),
  /** Synonyms of words that shoppers type: other names, members of a kind, translations. */
  alsoFinds: v.record(v.string(), v.array(v.string())),
});

export const catalogueWords = v.parse(CatalogueWords, words);
