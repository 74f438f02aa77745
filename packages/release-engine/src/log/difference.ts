import { canonical } from "./seal.ts";

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const show = (value: unknown): string => (value === undefined ? "nothing" : canonical(value));

/** Where two JSON values first differ, in words; undefined when they are equal. */
export const firstDifference = (was: unknown, is: unknown, path = ""): string | undefined => {
  if (isObject(was) && isObject(is) && Array.isArray(was) === Array.isArray(is)) {
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
    for (const key of keys) {
      const difference = firstDifference(was[key], is[key], path === "" ? key : `${path}.${key}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (was === is || show(was) === show(is)) return undefined;
  return `${path || "it"} was ${show(was)} and is now ${show(is)}`;
};
