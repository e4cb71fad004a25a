import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/ports.ts';
import { createSandbox } from './sandbox.ts';
import { startProgram } from './start-program.ts';

/** PgBouncer in front of a server. Disposing ends it. */
export interface Pooler extends AsyncDisposable {
  readonly port: number;
  /** The URL of the same database by way of the pooler. */
  through(url: string): string;
}

/**
 * Starts PgBouncer in transaction mode, as operators run it: each transaction may meet another connection of the
 * server, so nothing of a session lasts: no LISTEN, no SET, no advisory lock, and before version 1.21 no named statement.
 *
 * @param server the URL of a database of the server
 */
export async function startPgbouncer(server: string): Promise<Pooler> {
  const sandbox = createSandbox();
  const port = await freePort();
  const { port: serverPort, password } = new URL(server);
  const users = join(sandbox.folder, 'users.txt');
  writeFileSync(users, `"linkpin" "${password}"\n"postgres" "${password}"\n`, { mode: 0o644 });
  const lines = [
    '[databases]',
    `* = host=127.0.0.1 port=${serverPort}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'pool_mode = transaction',
    'auth_type = scram-sha-256',
    `auth_file = ${users}`,
    'max_client_conn = 1000',
    'default_pool_size = 20',
  ];
  const config = join(sandbox.folder, 'pgbouncer.ini');
  writeFileSync(config, `${lines.join('\n')}\n`);
  await startProgram(sandbox, '/usr/sbin/pgbouncer', [config], port);
  return {
    port,
    through: (url) => Object.assign(new URL(url), { port: String(port) }).href,
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}
