// Pure: reads the URL of a PostgreSQL store. Files it names are read when a connection is opened.

/** A PostgreSQL URL that cannot be used: one line that says why, without the password. */
export class PostgresAddressError extends Error {
  override readonly name: 'PostgresAddressError' = 'PostgresAddressError';
}

/** How a connection is encrypted, in the words of libpq. */
export type SslMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

/** One server of several. */
export interface PostgresHost {
  /** A name, an IP address without brackets, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  /** For messages: `db1:5432`. */
  readonly label: string;
}

/** Where a PostgreSQL store is, and how to sign in there. */
export interface PostgresAddress {
  readonly hosts: readonly PostgresHost[];
  readonly database: string;
  readonly user: string;
  /** A function, so that nothing that prints an address prints the password. */
  readonly password: () => string | undefined;
  readonly sslMode: SslMode;
  /** A file of certificates to trust, or `system` for those that Node trusts. */
  readonly sslRootCert: string | undefined;
  /** The files of the client's certificate and its key. */
  readonly sslClient: { readonly cert: string; readonly key: string } | undefined;
  readonly applicationName: string;
}

const sslModes: readonly SslMode[] = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

const parameters = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'application_name', 'target_session_attrs'];

const shape = 'postgres://user@host:5432/database';

/**
 * Reads a URL as libpq does: `postgres://user:password@host1:5432,host2:5433/database?sslmode=verify-full`.
 *
 * @param url with one host or several; an IPv6 address in brackets, the folder of a Unix socket percent-encoded
 * @param password where the URL has none
 * @throws {PostgresAddressError}
 */
export function readPostgresAddress(url: string, password?: string): PostgresAddress {
  // Not by URL, which knows one host only.
  const match = /^postgres(?:ql)?:\/\/(?:([^/?#]*)@)?([^/?#@]*)(?:\/([^/?#@]*))?(?:\?([^#]*))?$/.exec(url);
  if (match === null) {
    throw new PostgresAddressError(
      `A PostgreSQL URL looks like ${shape}; special characters in a password are escaped (%2F is /, %23 is #).`,
    );
  }
  const [, credentials = '', hosts = '', database = '', query = ''] = match;
  const colon = credentials.indexOf(':');
  const user = decode(colon < 0 ? credentials : credentials.slice(0, colon), 'user');
  const inUrl = colon < 0 ? undefined : decode(credentials.slice(colon + 1), 'password');
  if (user === '') throw new PostgresAddressError(`The PostgreSQL URL names no user: ${shape}.`);
  if (database === '') throw new PostgresAddressError(`The PostgreSQL URL names no database: ${shape}.`);
  if (inUrl !== undefined && password !== undefined) {
    throw new PostgresAddressError('The PostgreSQL password is given twice: in the URL and apart. Take it out of one.');
  }
  const secret = inUrl ?? password;
  if (secret === '') throw new PostgresAddressError('The PostgreSQL password is empty.');
  return {
    hosts: hosts.split(',').map(readHost),
    database: decode(database, 'database'),
    user,
    password: () => secret,
    ...readParameters(query),
  };
}

function decode(text: string, what: string): string {
  let decoded;
  try {
    decoded = decodeURIComponent(text);
  } catch {
    throw new PostgresAddressError(`The ${what} in the PostgreSQL URL has a % that is not followed by two hex digits.`);
  }
  if (decoded.includes('\0')) throw new PostgresAddressError(`The ${what} in the PostgreSQL URL has a zero byte.`);
  return decoded;
}

function readHost(text: string): PostgresHost {
  const [, name = '', digits = '5432'] = /^(\[[0-9A-Fa-f:.]+\]|[^:[\]]*)(?::(\d*))?$/.exec(text) ?? [];
  const host = decode(name, 'host').replace(/^\[(.*)\]$/, '$1');
  // A piece of a password that holds an unescaped @ or / would stand here, so what is wrong is not repeated.
  if (host === '') throw new PostgresAddressError(`The PostgreSQL URL has a host that cannot be read: ${shape}.`);
  const port = Number(digits === '' ? '5432' : digits);
  if (port < 1 || port > 65_535) throw new PostgresAddressError('A port in the PostgreSQL URL is not 1 to 65535.');
  return { host, port, label: host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : `${name}:${port}` };
}

type OfParameters = Pick<PostgresAddress, 'sslMode' | 'sslRootCert' | 'sslClient' | 'applicationName'>;

function readParameters(query: string): OfParameters {
  const given = new Map<string, string>();
  for (const pair of query === '' ? [] : query.split('&')) {
    const [name = '', ...rest] = pair.split('=');
    const key = decode(name, 'name of a parameter');
    if (!parameters.includes(key)) {
      throw new PostgresAddressError(
        `The PostgreSQL URL has an unknown parameter "${key}"; known: ${parameters.join(', ')}.`,
      );
    }
    if (given.has(key)) throw new PostgresAddressError(`The PostgreSQL URL has ${key} twice.`);
    given.set(key, decode(rest.join('='), key));
  }
  const target = given.get('target_session_attrs') ?? 'read-write';
  if (target !== 'read-write' && target !== 'primary') {
    throw new PostgresAddressError('target_session_attrs can only be read-write or primary: the store is written to.');
  }
  return { ...readTls(given), applicationName: given.get('application_name') ?? 'linkpin' };
}

function readTls(given: ReadonlyMap<string, string>): Omit<OfParameters, 'applicationName'> {
  const sslRootCert = given.get('sslrootcert');
  // As in libpq, where weaker modes are refused with `system`, and it alone means the strictest.
  const mode = given.get('sslmode') ?? (sslRootCert === 'system' ? 'verify-full' : 'prefer');
  const sslMode = sslModes.find((known) => known === mode);
  if (sslMode === undefined) {
    throw new PostgresAddressError(`sslmode in the PostgreSQL URL is one of ${sslModes.join(', ')}.`);
  }
  if (sslRootCert === 'system' && sslMode !== 'verify-full') {
    throw new PostgresAddressError(
      'sslrootcert=system needs sslmode=verify-full: anybody can have such a certificate.',
    );
  }
  if (sslMode.startsWith('verify') && sslRootCert === undefined) {
    throw new PostgresAddressError(
      `sslmode=${sslMode} needs sslrootcert=FILE, or sslrootcert=system for certificates of public authorities.`,
    );
  }
  const [cert, key] = [given.get('sslcert'), given.get('sslkey')];
  if ((cert === undefined) !== (key === undefined)) {
    throw new PostgresAddressError('sslcert and sslkey in the PostgreSQL URL go together.');
  }
  return { sslMode, sslRootCert, sslClient: cert === undefined || key === undefined ? undefined : { cert, key } };
}
