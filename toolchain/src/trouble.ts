/** Something about this machine that the user can mend. Shown as it is, without a stack. */
export class Trouble extends Error {
  /** What to do about it, one sentence or command per line. */
  readonly remedies: readonly string[];

  constructor(what: string, remedies: readonly string[] = []) {
    super(what);
    this.name = "Trouble";
    this.remedies = remedies;
  }
}
