import { routesOf } from "@caravan/contracts/apis";

const calls = (one: string, other: string): boolean =>
  routesOf(other).some(({ callers = [] }) => callers.includes(one));

/** Services by twos, of which neither calls the other: what is done to both at once is as if each were alone. */
export const pairsOf = (services: readonly string[]): string[][] => {
  const pairs: string[][] = [];
  for (const service of services) {
    const free = pairs.find(
      ([other = "", more]) => more === undefined && !calls(service, other) && !calls(other, service),
    );
    if (free) free.push(service);
    else pairs.push([service]);
  }
  return pairs;
};
