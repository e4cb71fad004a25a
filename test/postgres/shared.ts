import { createDatabase, type Database } from './databases.ts';
import { startServer } from './server.ts';

/** The variable in which a runner names the server that its test files share; see serve.ts. */
const variable = 'LINKPIN_TEST_POSTGRES';

let own: Promise<{ readonly url: string }> | undefined;

/**
 * An empty database on the server that the run shares. A test file that runs by itself has a server of its own, which
 * ends with its process.
 *
 * @param encoding UTF8, unless a test wants one that the product refuses
 */
export async function freshDatabase(encoding?: string): Promise<Database> {
  const url = process.env[variable] ?? (await (own ??= startServer())).url;
  return createDatabase(url, encoding);
}
