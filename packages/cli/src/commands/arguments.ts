import { InvalidArgumentError } from "commander";
import * as v from "valibot";

/** Parses an id of one kind, such as `ord`. */
export const idOf =
  (schema: v.GenericSchema<string>, prefix: string) =>
  (text: string): string => {
    if (v.is(schema, text)) return text;
    throw new InvalidArgumentError(
      `It must be an id such as ${prefix}_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20.`,
    );
  };

/** Parses a whole number above 0. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a whole number above 0.");
}
