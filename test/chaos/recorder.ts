// Records the calls to a service as a history: what devices and people send by HTTP, and what came back.
import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, type JWK } from 'jose';
import { outcomeHeader } from '../../packages/server/src/protocols/constants/linkpin.ts';
import { deviceCodeGrant } from '../../packages/server/src/protocols/constants/oauth.ts';
import type { Answer, Call, Operation } from './history/history.ts';
import { oauthWord, plexWord } from './history/words.ts';

/** Sends a request; rejects when the connection broke. */
export type Send = (request: Request) => Promise<Response>;

/** What a call is about, before it is known what comes of it. */
type Asked = Pick<Call, 'pin' | 'caller' | 'operation'>;

/** What is read out of a response: null if it tells nothing of what was done, undefined if nothing was done. */
type Read = Answer | null | undefined;

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 12);

const done: Answer = { is: 'done' };
const pending: Answer = { is: 'pending' };
const isTrouble = ({ status }: Response): boolean => status === 429 || status >= 500;

/** A token that a device was given. */
export interface GivenToken {
  readonly pin: string;
  readonly protocol: 'plex' | 'oauth';
  readonly secret: string;
}

/** A pin that was requested. */
interface Known {
  readonly pin: string;
  readonly code: string;
}

/** What the recorder cannot see for itself. */
export interface RecorderOptions {
  /** Milliseconds since the epoch, with fractions; never goes back. */
  readonly now: () => number;
  /** The name of an account, by its id in a token. */
  readonly nameOf: (accountId: string) => string;
  /** Called with each call when it is over. */
  readonly keep: (call: Call) => void;
}

/** Records the calls of one run. */
export class Recorder {
  readonly #options: RecorderOptions;
  /** By plex's id, or the device code. */
  readonly #pins = new Map<string, Known>();

  readonly #tokens = new Map<string, GivenToken>();

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** The tokens that devices were given, each once. */
  get tokens(): readonly GivenToken[] {
    return [...this.#tokens.values()];
  }

  /** The name of the pin that has this code, as a person types it. */
  pinWith(code: string): string {
    const known = [...this.#pins.values()].findLast((one) => one.code === code);
    if (known === undefined) throw new Error('No device was given this code.');
    return known.pin;
  }

  /** Does something that is one call, and keeps it. A rejection is no answer. */
  async #call(
    asked: Asked,
    request: Request,
    send: Send,
    read: (response: Response) => Promise<Read>,
  ): Promise<Response> {
    const { now, keep } = this.#options;
    const invokedAt = now();
    let response: Response;
    let text: string;
    try {
      response = await send(request);
      text = await response.clone().text();
    } catch (error) {
      keep({ ...asked, invokedAt, returnedAt: null, answer: null });
      throw error;
    }
    const returnedAt = now();
    const answer = isTrouble(response) ? null : await read(new Response(text || null, response));
    if (answer === null) keep({ ...asked, invokedAt, returnedAt: null, answer });
    else if (answer !== undefined) keep({ ...asked, invokedAt, returnedAt, answer });
    return response;
  }

  /**
   * How a device sends: what it does about pins is recorded, the rest is passed on.
   *
   * @param from its address, which a proxy in front would tell
   */
  device(caller: string, from: string, send: Send): Send {
    return async (request) => {
      request.headers.set('x-forwarded-for', from);
      const { pathname } = new URL(request.url);
      const plex = /^\/api\/v2\/pins\/(\d+)$/.exec(pathname);
      const form =
        request.method === 'POST' ? new URLSearchParams(await request.clone().text()) : new URLSearchParams();
      const keyThumbprint = await thumbprintOf(request, form);
      if (request.method === 'POST' && pathname === '/api/v2/pins') {
        return this.#plexRequest({ caller, from }, request, send);
      }
      if (request.method === 'POST' && pathname === '/oauth/device_authorization') {
        return this.#oauthRequest({ caller, from, keyThumbprint }, request, send);
      }
      const code = form.get('device_code') ?? form.get('token') ?? '';
      const known = this.#pins.get(plex?.[1] ?? code);
      if (known === undefined) return send(request);
      const { pin } = known;
      if (plex !== null && request.method === 'GET') {
        const operation: Operation = { do: 'poll', from, keyThumbprint: null };
        return this.#call({ pin, caller, operation }, request, send, (response) =>
          this.#readPlexPoll(pin, response, (token) => this.#ownerOf(request, token, send)),
        );
      }
      if (plex !== null && request.method === 'DELETE') {
        return this.#call({ pin, caller, operation: { do: 'cancel' } }, request, send, readPlexVerb);
      }
      if (pathname === '/oauth/token' && form.get('grant_type') === deviceCodeGrant) {
        const operation: Operation = { do: 'poll', from, keyThumbprint };
        return this.#call({ pin, caller, operation }, request, send, (response) => this.#readOAuthPoll(pin, response));
      }
      if (pathname === '/oauth/revoke') {
        const read = async ({ status }: Response): Promise<Read> => (status === 200 ? done : null);
        return this.#call({ pin, caller, operation: { do: 'cancel' } }, request, send, read);
      }
      return send(request);
    };
  }

  /** How a person's browser sends: an answer on the consent page to the code that was typed last is recorded. */
  browser(account: string, from: string, send: Send): Send {
    let typed = '';
    return async (request) => {
      request.headers.set('x-forwarded-for', from);
      const { pathname } = new URL(request.url);
      const form =
        request.method === 'POST' ? new URLSearchParams(await request.clone().text()) : new URLSearchParams();
      if (pathname === '/link') typed = form.get('code') ?? typed;
      const answer = form.get('answer');
      if (pathname !== '/pin' || answer === null) return send(request);
      const operation: Operation = { do: answer === 'yes' ? 'approve' : 'deny', account, via: 'page' };
      const asked = { pin: this.pinWith(typed), caller: account, operation };
      return this.#call(asked, request, send, async (response) => {
        const to = response.headers.get('location') ?? '';
        if (to.startsWith('/done')) return done;
        return response.status === 303 || response.status === 302 ? undefined : { is: 'refused', as: null };
      });
    };
  }

  /** How a device sends that decides for its person (`PUT` and `DELETE /api/v2/pins/link`). */
  delegate(account: string, from: string, send: Send): Send {
    return async (request) => {
      request.headers.set('x-forwarded-for', from);
      const { pathname, searchParams } = new URL(request.url);
      if (pathname !== '/api/v2/pins/link') return send(request);
      const verb = request.method === 'PUT' ? 'approve' : 'deny';
      const operation: Operation = { do: verb, account, via: 'api' };
      const pin = this.pinWith(searchParams.get('code') ?? '');
      return this.#call({ pin, caller: account, operation }, request, send, readPlexVerb);
    };
  }

  async #plexRequest(by: { caller: string; from: string }, request: Request, send: Send): Promise<Response> {
    return this.#requested({ ...by, keyThumbprint: null, protocol: 'plex' }, request, send, (body) => {
      const { id, code, createdAt, expiresAt } = body as {
        id: number;
        code: string;
        createdAt: string;
        expiresAt: string;
      };
      return { id: String(id), name: `plex ${id}`, code, life: Date.parse(expiresAt) - Date.parse(createdAt) };
    });
  }

  async #oauthRequest(
    by: { caller: string; from: string; keyThumbprint: string | null },
    request: Request,
    send: Send,
  ): Promise<Response> {
    return this.#requested({ ...by, protocol: 'oauth' }, request, send, (body) => {
      const given = body as { device_code: string; user_code: string; expires_in: number };
      const { device_code: id, user_code: code, expires_in: life } = given;
      return { id, name: `oauth ${hashOf(id)}`, code, life: life * 1000 };
    });
  }

  /** A request for a pin. The call is known only when the pin is: nobody can ask for one that was never told. */
  async #requested(
    by: { caller: string; from: string; keyThumbprint: string | null; protocol: 'plex' | 'oauth' },
    request: Request,
    send: Send,
    read: (body: unknown) => { id: string; name: string; code: string; life: number },
  ): Promise<Response> {
    const { now, keep } = this.#options;
    const { caller, ...rest } = by;
    const invokedAt = now();
    const response = await send(request);
    const text = await response.clone().text();
    const returnedAt = now();
    if (response.status !== 200 && response.status !== 201) return response;
    const { id, name: pin, code, life } = read(JSON.parse(text));
    this.#pins.set(id, { pin, code });
    keep({ pin, caller, operation: { do: 'request', ...rest, life }, invokedAt, returnedAt, answer: done });
    return response;
  }

  /** Whose token it is, by asking the service; null if it does not say. */
  async #ownerOf(poll: Request, token: string, send: Send): Promise<string | null> {
    const headers = { ...Object.fromEntries(poll.headers), 'x-plex-token': token, accept: 'application/json' };
    try {
      const response = await send(new Request(new URL('/api/v2/user', poll.url), { headers }));
      return response.status === 200 ? ((await response.json()) as { username: string }).username : null;
    } catch {
      return null;
    }
  }

  async #readPlexPoll(
    pin: string,
    response: Response,
    ownerOf: (token: string) => Promise<string | null>,
  ): Promise<Read> {
    if (response.status !== 200) return plexRefusal(response);
    const { authToken } = (await response.json()) as { readonly authToken: string | null };
    if (authToken === null) return pending;
    this.#tokens.set(authToken, { pin, protocol: 'plex', secret: authToken });
    return { is: 'token', token: hashOf(authToken), account: await ownerOf(authToken) };
  }

  async #readOAuthPoll(pin: string, response: Response): Promise<Read> {
    const text = await response.text();
    if (response.status === 200) {
      const { access_token: token } = JSON.parse(text) as { readonly access_token: string };
      this.#tokens.set(token, { pin, protocol: 'oauth', secret: token });
      const { sub } = decodeJwt(token);
      return { is: 'token', token: hashOf(token), account: sub === undefined ? null : this.#options.nameOf(sub) };
    }
    const word = oauthWord(text);
    if (word === 'authorization_pending' || word === 'slow_down') return pending;
    return word === 'use_dpop_nonce' ? undefined : { is: 'refused', as: word };
  }
}

/** Any status but 404 is none that a pin's client should see. */
const plexRefusal = ({ status, headers }: Response): Answer => ({
  is: 'refused',
  as: status === 404 ? plexWord(headers.get(outcomeHeader)) : `status ${status}`,
});

const readPlexVerb = async (response: Response): Promise<Read> =>
  response.status === 204 ? done : plexRefusal(response);

/** The key that a request names or proves (RFC 9449 §10). */
async function thumbprintOf(request: Request, form: URLSearchParams): Promise<string | null> {
  const proof = request.headers.get('dpop');
  if (proof === null) return form.get('dpop_jkt');
  return calculateJwkThumbprint(decodeProtectedHeader(proof).jwk as JWK);
}
