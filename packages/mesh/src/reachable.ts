/**
 * The routes of a list that a request can reach. The first that matches is used, so one after another with the same matches never is.
 *
 * @param matchesOf what a route matches, in words that are equal for equal matches
 */
export const reachable = <T>(routes: readonly T[], matchesOf: (route: T) => readonly string[]): T[] => {
  const taken = new Set<string>();
  return routes.filter((route) => {
    const free = matchesOf(route).filter((match) => !taken.has(match));
    for (const match of free) taken.add(match);
    return free.length > 0;
  });
};
