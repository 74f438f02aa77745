/** Growth between two parts of a run that counts as noise. */
const tolerance = 0.1;

/** The trend of a figure over a run. */
export interface Trend {
  /** Mean over the second quarter of the run: everything is warm by then. */
  readonly early: number;
  /** Mean over the last quarter. */
  readonly late: number;
  /** Whether it grew by no more than a tenth, and by no more than the slack. */
  readonly flat: boolean;
}

/**
 * Reports whether a figure stays flat once the system is warm.
 *
 * @param slack growth in the figure's own unit that never counts, for figures that are near zero
 */
export const trendOf = (samples: readonly number[], slack: number): Trend => {
  const quarter = Math.max(1, Math.floor(samples.length / 4));
  const early = mean(
    samples.slice(quarter, 2 * quarter).length > 0 ? samples.slice(quarter, 2 * quarter) : samples,
  );
  const late = mean(samples.slice(-quarter));
  return { early, late, flat: late - early <= Math.max(slack, early * tolerance) };
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
