/** What has to be known before something counts as done could not be read. No data says nothing about a version: it holds a release, and fails none. */
export class NotKnown extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(why, options);
    this.name = "NotKnown";
  }
}
