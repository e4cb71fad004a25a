import { once } from 'node:events';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect, type Socket } from 'node:net';

/**
 * Opens a connection to a host, through a proxy if there is one.
 *
 * @throws if there is none to be had, or the proxy refuses
 */
export async function connectThrough(proxy: URL | undefined, host: string, port: number): Promise<Socket> {
  if (proxy === undefined) {
    const socket = connect(port, host);
    await once(socket, 'connect');
    return socket;
  }
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const { username, password } = proxy;
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  const request = (proxy.protocol === 'https:' ? secureRequest : plainRequest)({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port === '' ? undefined : proxy.port,
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...(username === '' ? {} : { 'proxy-authorization': `Basic ${login}` }) },
  });
  request.end();
  const [response, socket, head] = (await once(request, 'connect')) as [
    { readonly statusCode: number },
    Socket,
    Buffer,
  ];
  if (response.statusCode === 200) {
    if (head.length > 0) socket.unshift(head);
    return socket;
  }
  socket.destroy();
  throw new Error(`the proxy answers ${response.statusCode}`);
}
