/** When and how long a release looks at its metrics. */
export interface Rhythm {
  /** The length of a window. */
  readonly lookSeconds: number;
  /** So far apart are samples of a pod. */
  readonly sampleSeconds: number;
  /** A window ends so long ago that every pod was sampled after it, and the samples can be asked for. */
  readonly lagSeconds: number;
  /** How long a weight may take to be in force everywhere. */
  readonly moveSeconds: number;
  /** How often it is told the time, which is also how often it tries again what failed. */
  readonly tickSeconds: number;
}
