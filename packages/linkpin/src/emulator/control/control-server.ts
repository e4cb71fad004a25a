import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { pageAssets } from '@linkpin/server/emulation';
import type { Emulator } from '../emulator.ts';
import { EmulatorError } from '../error.ts';
import { cookieName, judgeAccess } from './access.ts';
import { routesOf, titles } from '../issuer/profiles.ts';
import { findCommand, type Fields } from './commands.ts';
import type { ControlPort } from './control-port.ts';
import { livePage, liveScript, liveStyle } from './page.ts';
import { shownCall } from './shown-call.ts';

/** What is sent. */
interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Own files alone; no framing. */
const pagePolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const always = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'content-security-policy': pagePolicy,
};

const json = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

const page = (status: number, body: string): Reply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body,
});

/** How much a body may hold, in characters. */
const longest = 64 * 1024;

/** @throws {EmulatorError} for a body that is neither a form nor a JSON object */
async function fieldsOf(incoming: IncomingMessage): Promise<Fields> {
  const body = await text(incoming);
  if (body.length > longest) throw new EmulatorError('The body is too large.');
  if (body === '') return {};
  if (incoming.headers['content-type']?.startsWith('application/json') !== true) {
    return Object.fromEntries(new URLSearchParams(body));
  }
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  } catch {
    // Told below.
  }
  throw new EmulatorError('The body is not a JSON object.');
}

/** Serves a page and an API to steer an emulator. */
export function serveControl({ port, secret, serve }: ControlPort, plex: Emulator): void {
  const assets = pageAssets('linkpin emulator');

  const show = async (status: number, problem: string | null): Promise<Reply> => {
    const shown = await livePage({
      pins: await plex.pins(),
      calls: plex.calls().slice(-50).toReversed().map(shownCall),
      people: plex.people,
      title: titles[plex.profile],
      hasPlaces: plex.profile === 'plex',
      routes: routesOf(plex.profile),
      url: plex.url,
      problem,
      asset: (name) => assets.path(name),
    });
    return page(status, shown.toString());
  };

  const read = async (path: string, search: URLSearchParams): Promise<Reply | undefined> => {
    const asset = assets.at(path);
    if (asset !== undefined) return { status: 200, headers: { 'content-type': asset.type }, body: asset.body };
    switch (path) {
      case '/':
        return show(200, null);
      case '/live.js':
        return { status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8' }, body: liveScript };
      case '/live.css':
        return { status: 200, headers: { 'content-type': 'text/css; charset=utf-8' }, body: liveStyle };
      case '/api/pins':
        return json(200, await plex.pins());
      case '/api/world':
        return json(200, { profile: plex.profile, people: plex.people, mediaServers: plex.mediaServers });
      case '/api/calls':
        return json(200, plex.calls(search.get('route') ?? undefined).map(shownCall));
      default:
        return undefined;
    }
  };

  const answer = async (incoming: IncomingMessage): Promise<Reply> => {
    const { method = 'GET', url = '/' } = incoming;
    const access = judgeAccess(incoming, port, secret);
    if (access.kind === 'refused') return json(access.status, { error: access.why });
    if (access.kind === 'arrives') {
      const cookie = `${cookieName(port)}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
      return { status: 303, headers: { location: '/', 'set-cookie': cookie } };
    }
    const { pathname, searchParams } = new URL(url, 'http://control');
    const isApi = pathname.startsWith('/api/');
    try {
      if (method === 'GET') {
        const found = await read(pathname, searchParams);
        if (found !== undefined) return found;
      }
      const command = findCommand(method, isApi ? pathname.slice('/api'.length) : pathname);
      if (command === undefined) return json(404, { error: `There is no ${method} ${pathname}.` });
      await command(plex, await fieldsOf(incoming));
      return isApi ? { status: 204 } : { status: 303, headers: { location: '/' } };
    } catch (error) {
      if (!(error instanceof EmulatorError)) throw error;
      return isApi ? json(422, { error: error.message }) : show(422, error.message);
    }
  };

  const send = (outgoing: ServerResponse, { status, headers = {}, body }: Reply): void => {
    outgoing.writeHead(status, { ...always, ...headers }).end(body);
  };
  const server = createServer((incoming, outgoing) => {
    answer(incoming)
      .catch(() => json(500, { error: 'This is a bug in linkpin. Please report it.' }))
      .then((reply) => send(outgoing, reply))
      .catch(() => outgoing.destroy());
  });
  serve(() => server);
}
