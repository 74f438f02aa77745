/** How often requests go wrong. Rates are shares from 0 to 1. */
export interface RequestMisbehaviour {
  readonly seed: number;
  /** Refused before anything happened. */
  readonly unavailableRate: number;
  /** It happened, and the reply never comes. */
  readonly timeoutAfterEffectRate: number;
}

/** How often callbacks go wrong. */
export interface CallbackMisbehaviour {
  readonly seed: number;
  readonly callbackLostRate: number;
  readonly callbackDuplicateRate: number;
  readonly callbackDelayRate: number;
  /** Longest delay of a delayed callback; others overtake it. */
  readonly callbackDelaySeconds: number;
}
