import * as v from "valibot";

/**
 * Refuses a lone surrogate, which JSON can carry (`"\ud800"`) and no database can: there is no UTF-8 for it. Every text that
 * a contract takes holds this check or a pattern of its own; a test goes through all of them.
 */
export const wellFormed = v.check(
  (text: string) => text.isWellFormed(),
  "must be well-formed Unicode, without half of a surrogate pair",
);

/**
 * What is not seen and yet changes what is: controls of the direction of writing, by which `U+202E` shows a name backwards, and
 * characters of no width. Joiners stay, since Persian, Hindi and emoji need them, and so do variants of one character.
 *
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const disguise =
  /(?!\u200c|\u200d|\p{Variation_Selector})\p{Default_Ignorable_Code_Point}|[\u2800\ufff9-\ufffb]/u;
const disguises = new RegExp(disguise, "gu");

/** A joiner or a variant of nothing is nothing that is seen. */
const isBlank = (text: string): boolean => /^(\u200c|\u200d|\p{Variation_Selector}|\s)*$/u.test(text);

const undisguised = v.check(
  (text: string) => !disguise.test(text),
  ({ input }) => {
    const code = disguise.exec(input)?.[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
    return `must not hold invisible characters (here U+${code}): type it instead of pasting it`;
  },
);

/** Text that is only compared, hashed or handed back, and therefore kept as it was sent. */
export const OpaqueText = (most: number, least = 0) =>
  v.pipe(v.string(), wellFormed, v.minLength(least), v.maxLength(most, `must be at most ${most} characters`));

/**
 * One line of text that people write: composed (NFC), trimmed, without control characters and line breaks. Its length counts
 * UTF-16 units, of which there are never fewer than the characters that a column of this length holds.
 *
 * @see https://www.w3.org/TR/charmod-norm/ on NFC
 */
const Line = (most: number, least: number) =>
  v.pipe(
    v.string(),
    wellFormed,
    v.normalize("NFC"),
    v.trim(),
    v.minLength(least, least === 1 ? "must not be empty" : `must be at least ${least} characters`),
    v.maxLength(most, `must be at most ${most} characters`),
    v.check((text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text), "must not hold control characters"),
  );

/** A line of text that other people read, such as a name on a label: what disguises it is refused. */
export const Text = (most: number, least = 1) =>
  v.pipe(
    Line(most, least),
    undisguised,
    v.check((text) => text === "" || !isBlank(text), "must hold characters that can be seen"),
  );

/** Words to search for, which may have been copied from anywhere: what is not seen is left out. */
export const SearchWords = (most: number) =>
  v.pipe(
    Line(most, 0),
    v.transform((text) => text.replace(disguises, "").trim()),
  );

/**
 * What a partner tells in words of its own, such as why a card was declined. It is for people and decides nothing, so it is never
 * a reason to refuse the rest: what we could not keep is replaced, what is not seen left out, and what is longer than a column holds
 * is cut off.
 */
export const ToldText = (most: number) =>
  v.pipe(
    v.string(),
    v.transform((text) => {
      const line = text
        .toWellFormed()
        .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
        .replace(disguises, "");
      return [...line.normalize("NFC").trim()].slice(0, most).join("");
    }),
    v.string(),
  );

/** What a partner says that we call a thing. It is only compared with what we do call it. */
export const ClaimedReference = v.pipe(v.string(), wellFormed);

/** What a partner calls a thing of its own. We keep it as a key, so it is visible ASCII or refused. */
export const ForeignId = (most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^[\x21-\x7e]+$/, "must be visible ASCII characters"),
    v.maxLength(most, `must be at most ${most} characters`),
  );
