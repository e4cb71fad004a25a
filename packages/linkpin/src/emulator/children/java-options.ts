import { createHash } from 'node:crypto';

/** Its magic number, and the version that Java writes. */
const head = Buffer.from('feedfeed00000002', 'hex');

/** An entry that is trusted. */
const trusted = Buffer.from('00000002', 'hex');

/** What the digest of a store begins with, after its password in UTF-16. */
const whitener = 'Mighty Aphrodite';

/** A text as java.io.DataOutput writes it: its length in two octets, then the text. */
function utf(text: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
}

function count(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/**
 * Writes a trust store as every Java reads it (JKS). Java checks its digest only where somebody names a password.
 *
 * @param pem the certificates to trust
 */
export function javaTrustStore(pem: string): Buffer {
  const certificates = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END/g)].map(([, base64 = '']) =>
    Buffer.from(base64, 'base64'),
  );
  const entries = certificates.flatMap((der, at) => [
    trusted,
    utf(`authority ${at}`),
    Buffer.alloc(8), // when it was added
    utf('X.509'),
    count(der.length),
    der,
  ]);
  const store = Buffer.concat([head, count(certificates.length), ...entries]);
  return Buffer.concat([store, createHash('sha1').update(whitener).update(store).digest()]);
}

/**
 * Options of a Java that is to trust a store, and to reach HTTPS by a proxy. Java itself cannot be given the password of a
 * proxy, so that it comes to the emulated hosts alone; Gradle, Maven and others look for one in these properties.
 *
 * @param trustStore the path of the store
 */
export function javaOptions(trustStore: string, proxy: string): string {
  const { hostname, port, username, password } = new URL(proxy);
  const properties = {
    'javax.net.ssl.trustStore': trustStore,
    'javax.net.ssl.trustStoreType': 'JKS',
    'https.proxyHost': hostname,
    'https.proxyPort': port,
    'https.proxyUser': username,
    'https.proxyPassword': password,
  };
  return Object.entries(properties)
    .map(([name, value]) => quoted(`-D${name}=${value}`))
    .join(' ');
}

/** In JAVA_TOOL_OPTIONS quotes hold a value with spaces together; the other kind can be in it, and nothing is escaped. */
function quoted(option: string): string {
  if (!/[\s"']/.test(option)) return option;
  return option
    .split(/(")/)
    .filter((part) => part !== '')
    .map((part) => (part === '"' ? `'"'` : `"${part}"`))
    .join('');
}
