/** A pause that can be cut short. A wake outside of a pause cuts the next one short. */
export class Pause {
  #woken = false;
  #end: (() => void) | undefined;

  /** Resolves after the time; at once when woken before or meanwhile. */
  async wait(seconds: number): Promise<void> {
    if (!this.#woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, seconds * 1000);
        this.#end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#end = undefined;
    }
    this.#woken = false;
  }

  wake(): void {
    this.#woken = true;
    this.#end?.();
  }
}
