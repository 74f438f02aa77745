import * as v from "valibot";

/**
 * Refuses a lone surrogate, which JSON can hold (`"\ud800"`) and databases cannot: it has no UTF-8 encoding. Every text that
 * a contract accepts has this check or a pattern of its own; a test covers all of them.
 */
export const wellFormed = v.check(
  (text: string) => text.isWellFormed(),
  "must be well-formed Unicode, without half of a surrogate pair",
);

/**
 * Invisible characters that change the display: direction controls, such as `U+202E`, which reverses a name, and
 * zero-width characters. Joiners are allowed, since Persian, Hindi and emoji need them, and so are variation selectors.
 *
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const disguise =
  /(?!\u200c|\u200d|\p{Variation_Selector})\p{Default_Ignorable_Code_Point}|[\u2800\ufff9-\ufffb]/u;
const disguises = new RegExp(disguise, "gu");

/** A joiner or a variation selector alone is invisible. */
const isBlank = (text: string): boolean => /^(\u200c|\u200d|\p{Variation_Selector}|\s)*$/u.test(text);

const undisguised = v.check(
  (text: string) => !disguise.test(text),
  ({ input }) => {
    const code = disguise.exec(input)?.[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
    return `must not hold invisible characters (here U+${code}): type it instead of pasting it`;
  },
);

/** Text that is only compared, hashed or returned, and therefore stored unchanged. */
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

/** A line of text that other people read, such as a name on a label: characters that disguise it are refused. */
export const Text = (most: number, least = 1) =>
  v.pipe(
    Line(most, least),
    undisguised,
    v.check((text) => text === "" || !isBlank(text), "must hold characters that can be seen"),
  );

/** The characters of a reason, the least and the most. */
export interface ReasonLength {
  readonly least: number;
  readonly most: number;
}

/** How long a {@link StaffReason} is. */
export const staffReasonLength: ReasonLength = { least: 3, most: 200 };

/** The reason of a command of staff, shown in the history of what it changed. */
export const StaffReason = Text(staffReasonLength.most, staffReasonLength.least);

/** Search words, which may have been pasted: invisible characters are removed. */
export const SearchWords = (most: number) =>
  v.pipe(
    Line(most, 0),
    v.transform((text) => text.replace(disguises, "").trim()),
  );

/**
 * A text of a partner, such as the reason of a decline. It is for people and decides nothing, so it is never
 * a reason to refuse the message: what cannot be stored is replaced, invisible characters are removed, and the text is truncated to
 * the length of its column.
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

/** Our reference in a partner's message. It is only compared with the stored one. */
export const ClaimedReference = v.pipe(v.string(), wellFormed);

/** A partner's own reference. We store it as a key, so it must be visible ASCII. */
export const ForeignId = (most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^[\x21-\x7e]+$/, "must be visible ASCII characters"),
    v.maxLength(most, `must be at most ${most} characters`),
  );
