// A media server as clients meet it: who it is, and whose token it takes. It has no media.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { EmulatedService } from '@linkpin/server/emulation';
import { OpenCall } from './calls.ts';
import { openPort } from './loopback-port.ts';
import type { MediaServerOptions } from './options.ts';

/** A media server that runs in this process. */
export interface MediaServer {
  readonly name: string;
  readonly clientIdentifier: string;
  readonly url: string;
  close(): Promise<void>;
}

/** What a media server needs from outside. */
export interface MediaServerParts {
  /** plex.tv, which it asks whose a token is. */
  readonly service: () => Pick<EmulatedService, 'ownerOf' | 'present'>;
  /** The name of the person whose it is. */
  readonly owner: () => string;
  readonly now: () => number;
  /** Told of each request. */
  readonly onCall: (call: OpenCall) => void;
  /** Told of each request for what it does not have. */
  readonly onUnknown: (call: OpenCall) => void;
}

const version = '1.43.0.10492';
const page = { 'content-type': 'text/html' };

/** What a media server has. */
export const mediaServerPaths: readonly string[] = ['/', '/identity', '/library/sections'];

/** What a media server says to whoever has no token. */
const unauthorized = '<html><head><title>Unauthorized</title></head><body><h1>401 Unauthorized</h1></body></html>';

/** Starts a media server on a free port of this machine. */
async function openMediaServer(
  { name, clientIdentifier }: MediaServerOptions,
  { service, owner, now, onCall, onUnknown }: MediaServerParts,
): Promise<MediaServer> {
  const containers: Readonly<Record<string, () => Readonly<Record<string, string | number | boolean>>>> = {
    '/identity': () => ({ size: 0, claimed: true, machineIdentifier: clientIdentifier, version }),
    '/': () => ({
      size: 0,
      allowSharing: true,
      allowSync: false,
      friendlyName: name,
      machineIdentifier: clientIdentifier,
      multiuser: true,
      myPlex: true,
      myPlexMappingState: 'unknown',
      myPlexSigninState: 'ok',
      myPlexSubscription: false,
      myPlexUsername: owner(),
      ownerFeatures: '',
      platform: 'Linux',
      platformVersion: '',
      updatedAt: Math.floor(now() / 1000),
      version,
    }),
    '/library/sections': () => ({ size: 0, allowSync: false, title1: 'Plex Library' }),
  };

  /** A media server knows old tokens alone: to a JWT it says what it says to no token. */
  const isAllowed = async ({ headers, query }: OpenCall): Promise<boolean> => {
    const token = headers['x-plex-token'] ?? query['X-Plex-Token'];
    const found = token === undefined ? undefined : await service().ownerOf(token);
    return found !== undefined && !found.isJwt;
  };

  const answer = async (call: OpenCall, outgoing: ServerResponse): Promise<void> => {
    const send = (status: number, headers: Readonly<Record<string, string>>, body: string): void => {
      call.status = status;
      const always = { 'x-plex-protocol': '1.0', 'cache-control': 'no-cache', 'access-control-allow-origin': '*' };
      outgoing.writeHead(status, { ...always, ...headers }).end(call.method === 'HEAD' ? undefined : body);
    };
    const container = Object.hasOwn(containers, call.path) ? containers[call.path] : undefined;
    if (call.method === 'OPTIONS') {
      const wanted = call.headers['access-control-request-headers'] ?? '';
      return send(204, { 'access-control-allow-headers': wanted, 'access-control-allow-methods': 'GET, HEAD' }, '');
    }
    if (container === undefined || (call.method !== 'GET' && call.method !== 'HEAD')) {
      onUnknown(call);
      return send(501, page, `The emulated media server does not have ${call.method} ${call.path}.`);
    }
    if (call.path !== '/identity' && !(await isAllowed(call))) return send(401, page, unauthorized);
    const attributes = container();
    const { status, headers, body } = service().present(
      200,
      { MediaContainer: attributes },
      { name: 'MediaContainer', attributes },
      call.path,
      (header) => call.headers[header],
    );
    send(status, { ...headers }, body as string);
  };

  const server = createServer((incoming: IncomingMessage, outgoing) => {
    const headers = Object.entries(incoming.headers).map(([key, value]) => [key, String(value)]);
    const call = new OpenCall(incoming.method ?? 'GET', incoming.url ?? '/', Object.fromEntries(headers), now());
    call.server = name;
    onCall(call);
    incoming.resume();
    answer(call, outgoing).catch(() => outgoing.destroy());
  });
  const opened = await openPort(0);
  opened.serve(() => server);
  return { name, clientIdentifier, url: `http://127.0.0.1:${opened.port}`, close: () => opened.close() };
}

/** Those that the emulator runs itself, and all with the URLs at which they are reached. */
export interface MediaServers {
  readonly own: readonly MediaServer[];
  readonly reached: readonly MediaServerOptions[];
  close(): Promise<void>;
}

/** Starts those of which nothing says where they are. */
export async function openMediaServers(
  servers: readonly MediaServerOptions[],
  parts: MediaServerParts,
): Promise<MediaServers> {
  const own = await Promise.all(
    servers.filter(({ connections }) => connections === undefined).map((server) => openMediaServer(server, parts)),
  );
  const urlOf = (one: MediaServerOptions): string =>
    own.find(({ clientIdentifier }) => clientIdentifier === one.clientIdentifier)?.url ?? '';
  // Clients try local connections of their own servers alone.
  const ways = (uri: string) => [
    { uri, local: true },
    { uri, local: false },
  ];
  return {
    own,
    reached: servers.map((server) => ({ connections: ways(urlOf(server)), ...server })),
    close: async () => void (await Promise.all(own.map((server) => server.close()))),
  };
}
