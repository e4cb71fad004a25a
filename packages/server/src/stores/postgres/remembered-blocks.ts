import { hasExpired } from '../../domain/expiry.ts';
import type { Block, Blocks, Report } from '../../service/ports/blocks.ts';

/**
 * Blocks, of which those for everybody are remembered: every new pin asks for one. What this process changes counts at
 * once, what another one does within a look.
 */
export class RememberedBlocks implements Blocks {
  readonly #stored: Blocks;
  readonly #isVouched: () => boolean;
  #known: ReadonlyMap<string, Block> | undefined;
  /** Counts what is forgotten: what was asked for before is not remembered after. */
  #forgotten = 0;

  /** @param isVouched whether what is remembered can be taken for true */
  constructor(stored: Blocks, isVouched: () => boolean) {
    this.#stored = stored;
    this.#isVouched = isVouched;
  }

  /** Somebody has changed a block for everybody. */
  forget(): void {
    this.#known = undefined;
    this.#forgotten += 1;
  }

  async put(block: Block): Promise<void> {
    try {
      await this.#stored.put(block);
    } finally {
      this.forget();
    }
  }

  async find(requesterKey: string, account: string | null, now: number): Promise<Block | undefined> {
    if (account !== null || !this.#isVouched()) return this.#stored.find(requesterKey, account, now);
    const block = (this.#known ?? (await this.#load(now))).get(requesterKey);
    return block === undefined || hasExpired(block.until, now) ? undefined : block;
  }

  listFor(account: string | null, now: number): Promise<readonly Block[]> {
    return this.#stored.listFor(account, now);
  }

  async remove(id: string, account: string | null): Promise<boolean> {
    try {
      return await this.#stored.remove(id, account);
    } finally {
      this.forget();
    }
  }

  report(report: Report): Promise<number> {
    return this.#stored.report(report);
  }

  forgetReports(requesterKey: string, account: string | null): Promise<void> {
    return this.#stored.forgetReports(requesterKey, account);
  }

  sweep(before: number, limit: number): Promise<number> {
    return this.#stored.sweep(before, limit);
  }

  async #load(now: number): Promise<ReadonlyMap<string, Block>> {
    const before = this.#forgotten;
    const blocks = await this.#stored.listFor(null, now);
    const known = new Map(blocks.map((block) => [block.requesterKey, block]));
    if (before === this.#forgotten) this.#known = known;
    return known;
  }
}
