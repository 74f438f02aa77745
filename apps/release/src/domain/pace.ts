/** No log grows longer: a release whose log is nearly so long is held, and taken back while the log has room for that. */
export const mostEntries = 10_000;

/** Samples of Envoys are 15 seconds apart, and can be asked for five later (charts/observability). */
const usual = {
  lookSeconds: 15,
  sampleSeconds: 15,
  lagSeconds: 22,
  moveSeconds: 60,
  tickSeconds: 1,
} as const;

/** A release that goes on for days is looked at less often, so that its log stays readable: from so many entries on. */
const slower = [
  { from: 4_000, lookSeconds: 600, tickSeconds: 60 },
  { from: 1_000, lookSeconds: 60, tickSeconds: 10 },
] as const;

/** How often a release looks, ticks and tries again, by the length of its log. */
export const paceOf = (entries: () => number) => {
  const now = () => slower.find(({ from }) => entries() >= from) ?? usual;
  return {
    ...usual,
    get lookSeconds() {
      return now().lookSeconds;
    },
    get tickSeconds() {
      return now().tickSeconds;
    },
  };
};
