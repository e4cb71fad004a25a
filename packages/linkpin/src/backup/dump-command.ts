import type { PostgresAddress } from '@linkpin/server';

/** Quoted for a shell, where it needs it. */
const word = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** What libpq reads of TLS from the environment, because pg_dump has no flags for it. */
function tlsOf({ sslMode, sslRootCert, sslClient }: PostgresAddress): readonly string[] {
  const given = {
    PGSSLMODE: sslMode === 'prefer' ? undefined : sslMode,
    PGSSLROOTCERT: sslRootCert,
    PGSSLCERT: sslClient?.cert,
    PGSSLKEY: sslClient?.key,
  };
  return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${word(value)}`]));
}

/**
 * The command of PostgreSQL that backs a database up, for a shell. It has no password.
 *
 * @param file where the backup goes
 */
export function dumpCommand(address: PostgresAddress, file: string): string {
  const { hosts, user, database } = address;
  const flags = {
    host: hosts.map(({ host }) => host).join(','),
    port: hosts.map(({ port }) => port).join(','),
    username: user,
    format: 'custom',
    file,
  };
  const given = Object.entries(flags).map(([name, value]) => `--${name}=${word(value)}`);
  return [...tlsOf(address), 'pg_dump', ...given, word(database)].join(' ');
}
