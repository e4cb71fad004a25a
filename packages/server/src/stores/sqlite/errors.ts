/** The store would lie on a network file system, where SQLite's write-ahead log loses data. */
export class NetworkFileSystemError extends Error {
  override readonly name: 'NetworkFileSystemError' = 'NetworkFileSystemError';

  /**
   * @param folder where the store would lie
   * @param kind what the file system is
   */
  constructor(folder: string, kind: string) {
    super(
      `${folder} is on a network file system (${kind}), where a database is not safe. Choose a folder on a local disk.`,
    );
  }
}

/** SQLite's primary result codes after which a retry may succeed: BUSY, LOCKED, IOERR, FULL, CANTOPEN. */
const passing = new Set([5, 6, 10, 13, 14]);

/** Whether an error of SQLite is about the lock or the disk, and not about the statement. */
export function passes(error: unknown): boolean {
  const { errcode } = Object(error) as { readonly errcode?: unknown };
  return typeof errcode === 'number' && passing.has(errcode & 0xff);
}
