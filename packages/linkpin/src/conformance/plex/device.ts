// A device of plex.tv's API: what it asks, and what it gets.
import type { Bench, Decision } from '../bench.ts';
import { fail, pass, Unreachable, type Verdict } from '../check.ts';
import { sampler } from '../sampler.ts';
import { inWords, jsonOf, type Exchange, type Sent } from '../exchange.ts';

/** The server that is looked at. */
export interface PlexTarget {
  /** In the place of `https://plex.tv`. */
  readonly server: string;
  /** The `X-Plex-Token` of somebody who approves; empty for nobody. */
  readonly approverToken: string;
}

/** What the checks of plex.tv's API have. */
export interface PlexBench extends Bench {
  readonly target: PlexTarget;
  /** One pin that is asked for once, for checks that leave it as it is. */
  sample(): Promise<PlexPin>;
}

/** A pin. */
export interface PlexPin {
  readonly exchange: Exchange;
  readonly id: string;
  readonly code: string;
  readonly clientIdentifier: string;
  /** In seconds. */
  readonly expiresIn: number;
}

/** How a request differs from what most apps send. */
export interface Ask {
  readonly clientIdentifier?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly suffix?: string;
}

const clientIdentifier = 'linkpin-conformance';

/** A request for a pin; with an empty text in the place of a header that header is left out. */
function pinRequest({ server }: PlexTarget, { headers = {}, query = {}, body, suffix = '', ...ask }: Ask): Sent {
  const url = new URL(`${server}/api/v2/pins${suffix}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const all = {
    accept: 'application/json',
    'x-plex-client-identifier': ask.clientIdentifier ?? clientIdentifier,
    'x-plex-product': 'linkpin conformance',
    ...headers,
  };
  const given = Object.entries(all).filter(([, value]) => value !== '');
  return { method: 'POST', url: url.href, headers: Object.fromEntries(given), body: body ?? null };
}

export const askForPin = (bench: PlexBench, ask: Ask = {}): Promise<Exchange> =>
  bench.send(pinRequest(bench.target, ask));

/** Reads a pin. @throws {Unreachable} if there is none in the response */
function readPin(exchange: Exchange): PlexPin {
  const body = jsonOf(exchange) ?? {};
  const { id, code, clientIdentifier: client, expiresIn } = body;
  const isIssued = exchange.came.status < 300 && (typeof id === 'number' || typeof id === 'string');
  if (!isIssued || typeof code !== 'string') throw new Unreachable(`no pin was issued: ${inWords(exchange)}`);
  return {
    exchange,
    id: String(id),
    code,
    clientIdentifier: typeof client === 'string' ? client : clientIdentifier,
    expiresIn: typeof expiresIn === 'number' ? expiresIn : 900,
  };
}

export const freshPin = async (bench: PlexBench, ask: Ask = {}): Promise<PlexPin> =>
  readPin(await askForPin(bench, ask));

/** One poll. @param client in the place of the pin's own client identifier; empty for none */
export function pollPin(
  { send, target }: PlexBench,
  { id, clientIdentifier: own }: Pick<PlexPin, 'id' | 'clientIdentifier'>,
  client: string = own,
): Promise<Exchange> {
  const headers = {
    accept: 'application/json',
    ...(client === '' ? {} : { 'x-plex-client-identifier': client }),
  };
  return send({ method: 'GET', url: `${target.server}/api/v2/pins/${id}`, headers, body: null });
}

/** Approves by the API, as a signed-in app does. */
export function linkPin({ send, target }: PlexBench, { code }: Pick<PlexPin, 'code'>): Promise<Exchange> {
  if (target.approverToken === '') throw new Unreachable('LINKPIN_APPROVER_TOKEN is not set');
  return send({
    method: 'PUT',
    url: `${target.server}/api/v2/pins/link`,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      'x-plex-token': target.approverToken,
      'x-plex-client-identifier': 'linkpin-conformance-approver',
      'x-plex-product': 'linkpin conformance',
    },
    body: new URLSearchParams({ code }).toString(),
  });
}

/** Has somebody decide: by the API where a token was given, else by the command. */
export async function decidePin(bench: PlexBench, pin: PlexPin, decision: Decision): Promise<void> {
  if (decision === 'approve' && bench.target.approverToken !== '') {
    const exchange = await linkPin(bench, pin);
    if (exchange.came.status >= 300) throw new Unreachable(`the approval was refused: ${inWords(exchange)}`);
    return;
  }
  const uri = `${bench.target.server}/link`;
  await bench.decide({ userCode: pin.code, verificationUri: uri, verificationUriComplete: null }, decision);
}

/** Passes for an error of plex.tv (wire 1.2) with this status and code. */
export function expectPlexError(exchange: Exchange, status: number, code: number): Verdict {
  const errors = jsonOf(exchange)?.['errors'];
  const [first] = Array.isArray(errors) ? (errors as readonly { readonly code?: unknown }[]) : [];
  const isDue = exchange.came.status === status && first?.code === code;
  const came = `${exchange.came.status}${first === undefined ? '' : `, code ${JSON.stringify(first.code)}`}`;
  return isDue ? pass : fail(exchange, came, `${status}, code ${code}`);
}

/** A bench for one server. */
export function plexBench(bench: Bench, target: PlexTarget): PlexBench {
  const own: PlexBench = { ...bench, target, sample: sampler(bench, () => freshPin(own)) };
  return own;
}
