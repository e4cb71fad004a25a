import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/ports.ts';
import { createSandbox } from './sandbox.ts';
import { startProgram } from './start-program.ts';

/** HAProxy in front of replicas. Disposing ends it. */
export interface LoadBalancer extends AsyncDisposable {
  readonly port: number;
}

/**
 * Starts HAProxy in front of services on 127.0.0.1, each of which gets the next request in turn. What a replica left
 * without an answer is sent to another one only when it was a GET: anything else may have taken effect.
 *
 * @param ports of the replicas; each gets requests while its `/healthz` answers 200
 */
export async function startHaproxy(ports: readonly number[]): Promise<LoadBalancer> {
  const sandbox = createSandbox();
  const port = await freePort();
  const replicas = ports.map(
    (replica, index) => `server r${index} 127.0.0.1:${replica} check inter 500ms fall 2 rise 1`,
  );
  const lines = [
    'global',
    'nbthread 1',
    'listen replicas',
    `bind 127.0.0.1:${port}`,
    'mode http',
    'maxconn 40000',
    'balance roundrobin',
    'timeout connect 1s',
    'timeout check 2s',
    // Longer than any poll is held.
    'timeout client 10m',
    'timeout server 10m',
    'http-request set-header X-Forwarded-For %[src]',
    'http-request del-header Forwarded',
    'option httpchk GET /healthz',
    'option redispatch 1',
    'retries 3',
    'retry-on conn-failure empty-response',
    'http-request disable-l7-retry unless METH_GET',
    ...replicas,
  ];
  const config = join(sandbox.folder, 'haproxy.cfg');
  writeFileSync(config, `${lines.join('\n')}\n`);
  await startProgram(sandbox, '/usr/sbin/haproxy', ['-db', '-f', config], port);
  return { port, [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose]() };
}
