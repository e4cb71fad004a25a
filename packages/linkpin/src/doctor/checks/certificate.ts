import { connect } from 'node:tls';
import { isIP } from 'node:net';
import { findingsOf, type Finding } from '../finding.ts';

const { ok, wrong, note } = findingsOf('certificate');

/** How long the handshake may take, in milliseconds. */
const timeout = 5000;

const day = 24 * 60 * 60 * 1000;

/** How many days before its end a certificate should have been renewed. */
const late = { toTell: 20, toMend: 7 };

/**
 * Until when the certificate of an https URL is valid.
 *
 * @returns no finding for plain http, and none when it cannot be connected to, which the check of the URL tells
 */
export async function checkCertificate(publicUrl: string | undefined, now: number): Promise<readonly Finding[]> {
  const url = URL.parse(publicUrl ?? '');
  if (url?.protocol !== 'https:') return [];
  const end = await endOf(url);
  if (end === undefined || end < now) return [];
  const days = Math.floor((end - now) / day);
  const found = `It is valid for ${days === 1 ? 'one more day' : `${days} more days`}.`;
  const mend = 'Renew it, and see why that was not done by itself.';
  if (days < late.toMend) return [wrong(found, mend)];
  return [days < late.toTell ? note(found, mend) : ok(found)];
}

/** @returns milliseconds since the epoch, or undefined */
function endOf({ hostname, port }: URL): Promise<number | undefined> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const name = isIP(host) === 0 ? { servername: host } : {};
  return new Promise((resolve) => {
    // Whoever refuses the certificate is told by the check of the URL; here only its end is read.
    const socket = connect({ host, port: Number(port || 443), ...name, rejectUnauthorized: false, timeout });
    const finish = (end?: number): void => {
      socket.destroy();
      resolve(end);
    };
    socket.once('secureConnect', () => finish(Date.parse(socket.getPeerCertificate().valid_to) || undefined));
    socket.once('timeout', () => finish());
    socket.once('error', () => finish());
  });
}
