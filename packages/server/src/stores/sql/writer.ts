import type { Writes } from './writes.ts';

/** Runs the operations of `writes.ts`, each in a transaction. */
export interface Writer {
  /**
   * Resolves once it is kept, as far as `durability.ts` asks for.
   *
   * @throws when nothing was written
   */
  write<Name extends keyof Writes>(
    name: Name,
    value: Parameters<Writes[Name]>[1],
  ): Promise<Awaited<ReturnType<Writes[Name]>>>;
}
