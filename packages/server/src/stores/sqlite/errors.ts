/** The store is on a network file system, where SQLite's WAL mode can lose data. */
export class NetworkFileSystemError extends Error {
  override readonly name: 'NetworkFileSystemError' = 'NetworkFileSystemError';

  /**
   * @param folder the store's folder
   * @param kind the name of the file system
   */
  constructor(folder: string, kind: string) {
    super(
      `${folder} is on a network file system (${kind}), where a database is not safe. Choose a folder on a local disk.`,
    );
  }
}

/** Primary result codes of transient errors: BUSY, LOCKED, IOERR, FULL, CANTOPEN. */
const passing = new Set([5, 6, 10, 13, 14]);

/** Whether an SQLite error is transient, caused by a lock or the disk rather than by the statement. */
export function passes(error: unknown): boolean {
  const { errcode } = Object(error) as { readonly errcode?: unknown };
  return typeof errcode === 'number' && passing.has(errcode & 0xff);
}
