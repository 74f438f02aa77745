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

/** Whether a text is the id of a trace, in either case. */
export const isTraceId = (text: string): boolean => /^[0-9a-f]{32}$/i.test(text);

/** Parses the id of a trace, in either case. */
export const traceId = (text: string): string => {
  if (isTraceId(text)) return text.toLowerCase();
  throw new InvalidArgumentError("It must be 32 hexadecimal digits: trace_id in a log line.");
};

/** Parses a line of text by its schema. */
export const lineOf =
  (schema: v.GenericSchema<string, string>) =>
  (text: string): string => {
    const parsed = v.safeParse(schema, text);
    if (parsed.success) return parsed.output;
    throw new InvalidArgumentError(`It ${parsed.issues[0].message}.`);
  };

/** Parses a text that says something: an empty one comes from a variable that is not set. */
export const someText = (text: string): string => {
  if (text.trim() !== "") return text;
  throw new InvalidArgumentError("It is empty.");
};

/** Parses a whole number above 0. */
export const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a whole number above 0.");
};
