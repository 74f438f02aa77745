import { catalogueWords } from "./catalogue-words.ts";
import { stemOf } from "./terms.ts";

const beginnings = new Set(catalogueWords.beginnings);
/** Shorter parts occur in too many words to be meaningful. */
const shortestPart = 3;

/** Terms of the catalogue related to a typed one. */
export interface Relatives {
  /** Terms that begin with it. */
  readonly longer: readonly string[];
  /** Compounds of another word and this one: `headlamp` for `lamp`. */
  readonly compounds: readonly string[];
}

/** All terms of the catalogue. A term stays when its last product is gone, until a rebuild. */
export class Vocabulary {
  private readonly terms = new Set<string>();

  get size(): number {
    return this.terms.size;
  }

  add(term: string): void {
    this.terms.add(term);
  }

  has(term: string): boolean {
    return this.terms.has(term);
  }

  all(): Iterable<string> {
    return this.terms;
  }

  /** Scans all terms once: some milliseconds for 100,000 of them. */
  relativesOf(term: string): Relatives {
    const longer: string[] = [];
    const compounds: string[] = [];
    if (term.length < shortestPart) return { longer, compounds };
    for (const known of this.terms) {
      if (known.length <= term.length) continue;
      if (known.startsWith(term)) longer.push(known);
      else if (known.endsWith(term) && this.isWord(known.slice(0, -term.length))) compounds.push(known);
    }
    return { longer, compounds };
  }

  /** The two words of a compound, if the catalogue knows both: `sleepingbag`. */
  partsOf(word: string): readonly string[] | undefined {
    for (let at = shortestPart; at <= word.length - shortestPart; at += 1) {
      const parts = [word.slice(0, at), word.slice(at)];
      if (parts.every((part) => this.terms.has(stemOf(part)))) return parts;
    }
    return undefined;
  }

  private isWord(text: string): boolean {
    return (
      text.length >= shortestPart &&
      (beginnings.has(text) || this.terms.has(text) || this.terms.has(stemOf(text)))
    );
  }
}
