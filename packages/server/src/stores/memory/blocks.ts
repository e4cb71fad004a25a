import { countNetworks, liveBlocks } from '../../domain/block.ts';
import { hasExpired } from '../../domain/expiry.ts';
import type { Block, Blocks, Report } from '../../service/ports/blocks.ts';

const nameOf = (requesterKey: string, account: string | null): string => JSON.stringify([account, requesterKey]);

/** Blocks in memory; see `MemoryPins`. */
export class MemoryBlocks implements Blocks {
  readonly #blocks: Map<string, Block> = new Map();
  readonly #reports: Map<string, Report> = new Map();

  async put(block: Block): Promise<void> {
    this.#blocks.set(nameOf(block.requesterKey, block.account), block);
  }

  async find(requesterKey: string, account: string | null, now: number): Promise<Block | undefined> {
    return this.#live(requesterKey, account, now);
  }

  async listFor(account: string | null, now: number): Promise<readonly Block[]> {
    const blocks = [...this.#blocks.values()].filter((block) => block.account === account);
    return liveBlocks(blocks, now);
  }

  async remove(id: string, account: string | null): Promise<boolean> {
    const found = [...this.#blocks.values()].find((block) => block.id === id && block.account === account);
    return found !== undefined && this.#blocks.delete(nameOf(found.requesterKey, account));
  }

  async report(report: Report): Promise<number> {
    this.#reports.set(nameOf(report.requesterKey, report.account), report);
    const reports = [...this.#reports.values()].filter(({ requesterKey }) => requesterKey === report.requesterKey);
    return countNetworks(reports, report.at);
  }

  async forgetReports(requesterKey: string, account: string | null): Promise<void> {
    for (const [name, report] of this.#reports) {
      if (report.requesterKey === requesterKey && (account === null || report.account === account))
        this.#reports.delete(name);
    }
  }

  async sweep(before: number, limit: number): Promise<number> {
    let swept = 0;
    for (const rows of [this.#blocks, this.#reports]) {
      const over = [...rows].filter(([, { until }]) => until <= before).slice(0, limit);
      for (const [name] of over) rows.delete(name);
      swept += over.length;
    }
    return swept;
  }

  /** Forgets what an account blocked and reported. */
  forgetPerson(account: string): void {
    for (const rows of [this.#blocks, this.#reports]) {
      for (const [name, row] of rows) if (row.account === account) rows.delete(name);
    }
  }

  #live(requesterKey: string, account: string | null, now: number): Block | undefined {
    const block = this.#blocks.get(nameOf(requesterKey, account));
    return block === undefined || hasExpired(block.until, now) ? undefined : block;
  }
}
