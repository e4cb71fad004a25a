import { joined, nobody, planTrim, truncateAddress } from '../../domain/audit-log.ts';
import type { NewEntry, AuditEntry } from '../../service/ports/events.ts';
import type { ExpiryCursor, AuditLog, AuditQuery } from '../../service/ports/audit-log.ts';
import type { MemoryOutbox } from './outbox.ts';
import type { MemoryStatistics } from './statistics.ts';

interface Kept {
  entry: AuditEntry;
  readonly bundle: string | null;
  isCut: boolean;
}

/** The audit log in memory; see `MemoryPins`. */
export class MemoryAuditLog implements AuditLog {
  /** By id, the oldest first. */
  readonly #entries: Map<string, Kept> = new Map();
  readonly #bundles: Map<string, Kept> = new Map();
  readonly #outbox: MemoryOutbox;
  readonly #statistics: MemoryStatistics;
  #mark: ExpiryCursor = { endsAt: 0, id: '' };

  constructor(outbox: MemoryOutbox, statistics: MemoryStatistics) {
    this.#outbox = outbox;
    this.#statistics = statistics;
  }

  async add(entries: readonly NewEntry[]): Promise<void> {
    for (const entry of entries) this.keep(entry);
  }

  /** Adds one entry. */
  keep({ bundle, message, counted, ...entry }: NewEntry): void {
    this.#statistics.count({ at: entry.at, count: entry.count, counted });
    const same = bundle === null ? undefined : this.#bundles.get(bundle);
    if (same !== undefined) same.entry = joined(same.entry, entry.count);
    else {
      const kept: Kept = { entry, bundle, isCut: entry.address === null };
      this.#entries.set(entry.id, kept);
      if (bundle !== null) this.#bundles.set(bundle, kept);
    }
    if (message) this.#outbox.put(entry, bundle, same === undefined);
  }

  async expiryCursor(): Promise<ExpiryCursor> {
    return this.#mark;
  }

  async addExpiries(entries: readonly NewEntry[], from: ExpiryCursor, to: ExpiryCursor): Promise<boolean> {
    if (from.endsAt !== this.#mark.endsAt || from.id !== this.#mark.id) return false;
    this.#mark = { endsAt: to.endsAt, id: to.id };
    for (const entry of entries) this.keep(entry);
    return true;
  }

  async listFor(account: string, limit: number): Promise<readonly AuditEntry[]> {
    const entries = [...this.#entries.values()].map(({ entry }) => entry);
    return entries
      .filter((entry) => entry.account === account)
      .toReversed()
      .slice(0, limit);
  }

  async list({
    since,
    until = Number.POSITIVE_INFINITY,
    account,
    kinds,
    limit,
  }: AuditQuery): Promise<readonly AuditEntry[]> {
    return this.#byTime()
      .map(({ entry }) => entry)
      .filter(({ at }) => at >= since && at <= until)
      .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
      .filter((entry) => account === undefined || entry.account === account || entry.by === account)
      .slice(-limit);
  }

  async truncateAddresses(before: number, limit: number): Promise<number> {
    const whole = this.#byTime()
      .filter(({ entry, isCut }) => !isCut && entry.at < before)
      .slice(0, limit);
    for (const kept of whole) {
      kept.entry = { ...kept.entry, address: truncateAddress(kept.entry.address) };
      kept.isCut = true;
      this.#close(kept);
    }
    return whole.length;
  }

  async sweep(before: number, limit: number): Promise<number> {
    const over = this.#byTime()
      .filter(({ entry }) => entry.at < before)
      .slice(0, limit);
    for (const kept of over) this.#forget(kept);
    return over.length;
  }

  async trim(most: number, limit: number): Promise<number> {
    const all = [...this.#entries.values()];
    const aggregates = all.filter(({ bundle }) => bundle !== null);
    const singles = all.filter(({ bundle }) => bundle === null);
    const plan = planTrim({ aggregates: aggregates.length, singles: singles.length }, most, limit);
    const gone = [...aggregates.slice(0, plan.aggregates), ...singles.slice(0, plan.singles)];
    for (const kept of gone) this.#forget(kept);
    return gone.length;
  }

  /** Forgets who a person is in all that they did. */
  forgetPerson(account: string): void {
    for (const kept of this.#entries.values()) {
      if (kept.entry.by === account) kept.entry = { ...kept.entry, by: null };
      if (kept.entry.account !== account) continue;
      kept.entry = { ...kept.entry, ...nobody };
      kept.isCut = true;
    }
  }

  #byTime(): readonly Kept[] {
    return [...this.#entries.values()].sort((one, other) => one.entry.at - other.entry.at);
  }

  /** Closes an aggregate: further events of its kind begin another. */
  #close({ bundle }: Kept): void {
    if (bundle !== null) this.#bundles.delete(bundle);
  }

  #forget(kept: Kept): void {
    this.#entries.delete(kept.entry.id);
    this.#close(kept);
  }
}
