import { connect } from 'node:tls';
import type { LinkpinClientError } from '@linkpin/client';
import { proxyVariableFor } from '../credentials/proxy.ts';
import { errorMessage } from './error-messages.ts';

/** Time-out of the handshake, in milliseconds. */
const timeout = 3000;

/** Whether the server at a URL completes a TLS handshake, whatever its certificate. */
function speaksTls({ hostname, port }: URL): Promise<boolean> {
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port || 80), rejectUnauthorized: false, timeout: timeout });
    const finish = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('secureConnect', () => finish(true));
    socket.once('timeout', () => finish(false));
    socket.once('error', () => finish(false));
  });
}

/** Plain http to a TLS port yields garbage, a closed connection or a 400, but never a valid response. */
const mayBeTls = ({ code, plexCode, message }: LinkpinClientError): boolean =>
  (code === 'network' && !/\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|E(HOST|NET)UNREACH)\b/.test(message)) ||
  ((code === 'unreadable' || code === 'refused') && plexCode === undefined);

/**
 * Explains what is wrong with a server and what to do; detects plain http sent to an https port.
 *
 * @param otherwise the message for every other problem
 */
export async function explainError(
  server: string,
  error: LinkpinClientError,
  otherwise: string = errorMessage(server, error),
): Promise<string> {
  const url = URL.parse(server);
  if (url?.protocol !== 'http:' || !mayBeTls(error) || proxyVariableFor(server) !== undefined) return otherwise;
  if (!(await speaksTls(url))) return otherwise;
  return `${server} cannot be used. It speaks https there, not plain http. Write https:// in front: ${server.replace(/^http:/, 'https:')}`;
}
