import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { PostgresAddress } from './address.ts';
import { messageOf, PostgresStartError, stateOf } from './errors.ts';

/** Whether and how one attempt to connect is encrypted. */
export type Encryption = ConnectionOptions | false;

/**
 * The ways to connect, in order: the second is tried where the first {@link isRefusal}. Files are read each time, so that
 * a certificate can be renewed.
 *
 * @throws {PostgresStartError} if one cannot be read
 */
export function encryptions(address: PostgresAddress): readonly Encryption[] {
  if (address.sslMode === 'disable') return [false];
  const options = tlsOptions(address);
  if (address.sslMode === 'allow') return [false, options];
  return address.sslMode === 'prefer' ? [options, false] : [options];
}

function tlsOptions({ sslMode, sslRootCert, sslClient }: PostgresAddress): ConnectionOptions {
  // As in libpq, require verifies the authority once it is told which.
  const verifies = sslMode.startsWith('verify') || (sslMode === 'require' && sslRootCert !== undefined);
  return {
    rejectUnauthorized: verifies,
    ...(verifies && sslRootCert !== undefined && sslRootCert !== 'system'
      ? { ca: read(sslRootCert, 'sslrootcert') }
      : {}),
    ...(sslMode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
    ...(sslClient === undefined ? {} : { cert: read(sslClient.cert, 'sslcert'), key: read(sslClient.key, 'sslkey') }),
  };
}

function read(file: string, parameter: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : messageOf(error);
    throw new PostgresStartError(`The file ${file} (${parameter} in the PostgreSQL URL) cannot be read: ${why}.`);
  }
}

const noTls = 'The server does not support SSL connections';

/** Whether a server wants it the other way: it speaks no TLS, or lets nobody in with (or without) it. */
export function isRefusal(error: unknown): boolean {
  return messageOf(error) === noTls || stateOf(error) === '28000';
}

/** What is wrong with the encryption of a server, in a few words; undefined if the error is about something else. */
export function tlsTrouble(error: unknown): string | undefined {
  const { code } = Object(error) as { readonly code?: unknown };
  if (messageOf(error) === noTls) return 'it does not speak TLS, which sslmode asks for';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'its certificate is for another host name';
  if (code === 'CERT_HAS_EXPIRED') return 'its certificate has expired';
  if (/SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)/.test(String(code)))
    return 'its certificate is of an unknown authority';
  return /CERT|SIGNATURE|ERR_SSL|ERR_OSSL|ERR_TLS/.test(String(code)) ? `TLS failed (${messageOf(error)})` : undefined;
}
