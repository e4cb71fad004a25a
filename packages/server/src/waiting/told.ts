/** So many pins are remembered; of more, those that were told of first are forgotten. */
const room = 20_000;

/** What the device of each pin was last told while nobody had decided. One that is forgotten hears it once more. */
export class Told {
  readonly #last: Map<string, string> = new Map();

  /** @returns nothing ('') for a pin whose device was told nothing */
  last(pinKey: string): string {
    return this.#last.get(pinKey) ?? '';
  }

  note(pinKey: string, tells: string): void {
    this.#last.delete(pinKey);
    if (tells === '') return;
    this.#last.set(pinKey, tells);
    if (this.#last.size <= room) return;
    const [oldest = ''] = this.#last.keys();
    this.#last.delete(oldest);
  }
}
