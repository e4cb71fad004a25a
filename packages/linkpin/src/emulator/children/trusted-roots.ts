import { readFileSync } from 'node:fs';

/** Where systems keep the authorities that they trust: Debian, Red Hat, Alpine and macOS. */
const systemFiles = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'];

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch {
    return undefined;
  }
}

/**
 * What a program would trust anyway, for variables that replace all of it.
 *
 * @param own the file that the user named in that variable, or undefined
 * @returns PEM
 */
export function trustedRoots(own: string | undefined): string {
  const files = own === undefined ? systemFiles : [own];
  for (const file of files) {
    const found = read(file);
    if (found !== undefined) return `${found}\n`;
  }
  // An import would load all of TLS before it is needed.
  const { rootCertificates } = process.getBuiltinModule('node:tls');
  return `${rootCertificates.join('\n')}\n`;
}
