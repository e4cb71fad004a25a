import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs statements by Debian's psql, each on its own.
 *
 * @returns the rows of all, one a line, columns parted by tabs; throws with the server's own words
 */
export async function psql(url: string, ...statements: readonly string[]): Promise<string> {
  return (await psqlAloud(url, ...statements)).rows;
}

/** As {@link psql}, with what the server says besides, such as its log where the session asks for it. */
export async function psqlAloud(
  url: string,
  ...statements: readonly string[]
): Promise<{ readonly rows: string; readonly said: string }> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const env = {
    ...process.env,
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: password,
    PGDATABASE: pathname.slice(1),
    PGCONNECT_TIMEOUT: '100',
  };
  const plain = ['-X', '-q', '-A', '-t', '-F', '\t', '-v', 'ON_ERROR_STOP=1'];
  const { stdout, stderr } = await run('/usr/bin/psql', [...plain, ...statements.flatMap((text) => ['-c', text])], {
    env,
  });
  return { rows: stdout.trimEnd(), said: stderr };
}
