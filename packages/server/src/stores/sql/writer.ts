import type { Writes } from './writes.ts';

/** Executes the operations of `writes.ts`, each in a transaction. */
export interface Writer {
  /**
   * Resolves once the write is as durable as `durability.ts` requires.
   *
   * @throws if nothing was written
   */
  write<Name extends keyof Writes>(
    name: Name,
    value: Parameters<Writes[Name]>[1],
  ): Promise<Awaited<ReturnType<Writes[Name]>>>;
}
