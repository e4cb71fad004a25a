/** How often the wheel turns, in milliseconds: an item is over at most so much too early. */
const turn = 250;

/** A slot for each turn of the longest stay, and one more. */
const slots = 128;

/** The longest stay, in milliseconds. */
export const longestStay: number = (slots - 1) * turn;

/** Tells of each item that its stay is over. One timer serves them all, and runs only while there are any. */
export class Wheel<Item extends object> {
  readonly #slots: readonly Set<Item>[] = Array.from({ length: slots }, () => new Set<Item>());
  readonly #over: (item: Item) => void;
  #at = 0;
  #items = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param over is told of an item that has just been taken off; it may put items on and take others off */
  constructor(over: (item: Item) => void) {
    this.#over = over;
  }

  /**
   * Puts an item on.
   *
   * @param stay milliseconds; at least one turn, at most {@link longestStay}
   * @returns the slot, which {@link take} wants
   */
  put(item: Item, stay: number): number {
    const turns = Math.max(1, Math.min(slots - 1, Math.floor(stay / turn)));
    const slot = (this.#at + turns) % slots;
    this.#slots[slot]?.add(item);
    this.#items += 1;
    this.#timer ??= setInterval(() => this.#turn(), turn).unref();
    return slot;
  }

  /** Takes an item off before it is over; one that is off already stays off. */
  take(item: Item, slot: number): void {
    if (this.#slots[slot]?.delete(item) !== true) return;
    this.#items -= 1;
    if (this.#items === 0) this.#rest();
  }

  #turn(): void {
    this.#at = (this.#at + 1) % slots;
    for (const item of this.#slots[this.#at] ?? []) {
      this.take(item, this.#at);
      this.#over(item);
    }
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
