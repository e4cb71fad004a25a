import { connect } from 'node:tls';
import type { LinkpinClientError } from '@linkpin/client';
import { proxyVariableFor } from '../hosts/proxy.ts';
import { troubleSentence } from './trouble-words.ts';

/** How long a handshake may take, in milliseconds. */
const patience = 3000;

/** Whether somebody at the address of a URL answers a TLS handshake; whose certificate it is does not matter. */
function speaksTls({ hostname, port }: URL): Promise<boolean> {
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port || 80), rejectUnauthorized: false, timeout: patience });
    const finish = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('secureConnect', () => finish(true));
    socket.once('timeout', () => finish(false));
    socket.once('error', () => finish(false));
  });
}

/** Plain http sent to a port that expects TLS is answered by nonsense, a closed connection or 400, but never rightly. */
const mayBeTls = ({ code, plexCode, message }: LinkpinClientError): boolean =>
  (code === 'network' && !/\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|E(HOST|NET)UNREACH)\b/.test(message)) ||
  ((code === 'unreadable' || code === 'refused') && plexCode === undefined);

/**
 * What is wrong with a server, and what to do. A server that was asked in plain http and speaks https is told apart.
 *
 * @param otherwise the sentence for every other trouble
 */
export async function explainTrouble(
  server: string,
  error: LinkpinClientError,
  otherwise: string = troubleSentence(server, error),
): Promise<string> {
  const url = URL.parse(server);
  if (url?.protocol !== 'http:' || !mayBeTls(error) || proxyVariableFor(server) !== undefined) return otherwise;
  if (!(await speaksTls(url))) return otherwise;
  return `${server} cannot be used. It speaks https there, not plain http. Write https:// in front: ${server.replace(/^http:/, 'https:')}`;
}
