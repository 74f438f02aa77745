/** Something about the machine or the state of things that the person at the keyboard can put right. Printed without a stack. */
export class Obstacle extends Error {
  override name = "Obstacle";
  /** What to do about it, one line each. */
  readonly advice: readonly string[];

  constructor(message: string, advice: readonly string[] = []) {
    super(message);
    this.advice = advice;
  }
}
