/** A threshold of a guard. */
export interface Threshold {
  readonly above?: number;
  readonly below?: number;
}

const comparison = /^result(?:\[0\])?\s*(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)$/;

const join = (all: readonly Threshold[]): Threshold => Object.assign({}, ...all);

const thresholdsOf = (condition: string, between: RegExp, isGood: boolean): Threshold | undefined => {
  const found: Threshold[] = [];
  for (const part of condition.split(between)) {
    const [, operator, number] = comparison.exec(part.trim().replace(/^\((.*)\)$/, "$1")) ?? [];
    if (operator === undefined) return undefined;
    const isUpper = operator.startsWith("<") === isGood;
    found.push(isUpper ? { above: Number(number) } : { below: Number(number) });
  }
  return join(found);
};

/**
 * The thresholds that Argo's conditions on a result say: what must hold is joined by "and", what must not by "or". A condition with anything
 * else in it (`isNaN`, `default`, several results) has none; a value exactly on the threshold is good here.
 */
export const thresholdOf = (success?: string, failure?: string): Threshold | undefined => {
  const good = success === undefined ? {} : thresholdsOf(success, /&&/, true);
  const bad = failure === undefined ? {} : thresholdsOf(failure, /\|\|/, false);
  if (!good || !bad) return undefined;
  const all = join([bad, good]);
  return Object.keys(all).length > 0 ? all : undefined;
};
