// "Sign in with another device": a browser without keyboard or passkey shows a code, a phone answers at /link, and the browser goes
// on to its app. The browser is bound by its cookie: nobody else is led on, whoever learns the URL or the code.
import { isExpired, type Pin } from '../../domain/pin.ts';
import { networkOf } from '../../domain/address.ts';
import { groupSize } from '../../domain/code.ts';
import { leadingBackView } from '../../pages/views/leading-back.ts';
import { waitingView } from '../../pages/views/waiting.ts';
import { presentAuthorizationCode, presentAuthorizationError } from '../../protocols/oauth/present-authorization.ts';
import { numberToMatch } from '../../service/pins/number-to-match.ts';
import { draftAuthorization, findRedirectClient } from '../../service/pins/request-authorization.ts';
import { requestElsewhere } from '../../service/pins/request-elsewhere.ts';
import { qrSvg } from '../plex/qr.ts';
import { showEnded } from './consent.ts';
import { keepBrowserCookie, readBrowserCookie } from './cookie.ts';
import { shownHost } from './forward-url.ts';
import { requesterOf } from './found.ts';
import { goTo, page, type PageRequest } from './page-request.ts';
import { ticketsOf, type Waiting } from './tickets.ts';
import { troublePage } from './trouble.ts';

const path = '/another-device';

/** POST /another-device: shows a code, for a request that led this browser here. */
export async function askElsewhere(pageRequest: PageRequest): Promise<Response> {
  const { c, dependencies, form } = pageRequest;
  const { ports, oauth } = dependencies.context;
  const tickets = ticketsOf(ports);
  const authorization = tickets.readAuthorization(form.get('request'));
  if (authorization === undefined) return showEnded(pageRequest, 'signInOver');
  const { clientId, uri: redirectUri } = authorization;
  const client = await findRedirectClient(ports, { clientId, redirectUri });
  if (!client.ok) return showEnded(pageRequest, 'signInOver');
  const browser = keepBrowserCookie(c, ports.random);
  const draft = draftAuthorization(ports, authorization, ports.keys.hash(browser));
  const requester = await requesterOf(pageRequest, draft);
  const asked = { client: client.value, format: oauth.userCodes };
  const pin = await requestElsewhere(ports, draft, requester, asked);
  if (pin.ok)
    return goTo(pageRequest, `${path}?t=${tickets.sealWaiting({ pin: pin.value.id, authorization }, browser)}`);
  return troublePage(pageRequest, 'unavailable', 'retryAfter' in pin.refusal ? pin.refusal.retryAfter : undefined);
}

/** What this browser waits for; undefined for a ticket of another one. */
const waitingIn = ({ c, dependencies }: PageRequest): Waiting | undefined =>
  ticketsOf(dependencies.context.ports).readWaiting(c.req.query('t') ?? null, readBrowserCookie(c));

/** Where this browser goes on to with the answer; undefined while there is none, and when it comes too late. */
function answerUrl({ c, dependencies, frame }: PageRequest, { redirect, state, ...pin }: Pin): string | undefined {
  const { keys } = dependencies.context.ports;
  const browser = readBrowserCookie(c);
  if (redirect === undefined || browser === null || redirect.browser !== keys.hash(browser)) return undefined;
  if (state.at !== 'approved' || isExpired({ ...pin, redirect, state }, frame.now)) return undefined;
  const code = keys.unseal('authorization-code', redirect.code);
  const answer = { redirectUri: redirect.uri, state: redirect.state, issuer: c.env.baseUrl };
  return code === undefined ? undefined : presentAuthorizationCode(answer, code);
}

/** Where the app hears that there was a no. */
const refusalUrl = ({ c }: PageRequest, { authorization: { uri, state } }: Waiting): string =>
  presentAuthorizationError(
    { redirectUri: uri, state, issuer: c.env.baseUrl },
    { error: 'access_denied', description: 'the person said no' },
  );

/** What the page shows of a pin, in one word that its script compares. */
function lookOf({ dependencies, frame }: PageRequest, pin: Pin): string {
  const { at } = pin.state;
  if (at === 'denied' || at === 'cancelled') return 'denied';
  if (at !== 'pending' && at !== 'approved') return 'over';
  if (isExpired(pin, frame.now)) return 'over';
  if (at === 'approved') return 'approved';
  const number = numberToMatch(dependencies.context.ports.keys, pin);
  return pin.state.opened === null ? 'waiting' : `opened${number ?? ''}`;
}

/** The longest time that a look is held, in milliseconds. */
const longestLook = 20_000;

/** Waits until the pin changes, if there is a place for it. */
function untilChanged({ c, dependencies }: PageRequest, pinId: string, cursor: number): Promise<void> {
  const { longPolls } = dependencies.context;
  const waitFor = { pinId, network: networkOf(c.env.address), stay: longestLook };
  return new Promise((resolve) => {
    const slot = longPolls.enter({ wake: () => resolve() }, waitFor, cursor);
    if (slot === undefined) resolve();
  });
}

/** GET /another-device with `look`: what the page would show now, held while it is what the script has seen. */
async function look(pageRequest: PageRequest, { pin: id }: Waiting, seen: string): Promise<Response> {
  const { ports, longPolls } = pageRequest.dependencies.context;
  const read = async (): Promise<string> => {
    const pin = await ports.pins.byId(id);
    return pin === undefined
      ? 'over'
      : lookOf({ ...pageRequest, frame: { ...pageRequest.frame, now: ports.clock.now() } }, pin);
  };
  const cursor = longPolls.cursor();
  const now = await read();
  if (now !== seen) return pageRequest.c.text(now);
  await untilChanged(pageRequest, id, cursor);
  return pageRequest.c.text(await read());
}

/** GET /another-device: the code, and then what became of it. */
export async function showElsewhere(pageRequest: PageRequest): Promise<Response> {
  const { c, dependencies, frame } = pageRequest;
  const { ports } = dependencies.context;
  const waiting = waitingIn(pageRequest);
  if (waiting === undefined) return showEnded(pageRequest, 'signInOver');
  const seen = c.req.query('look');
  if (seen !== undefined) return look(pageRequest, waiting, seen);
  const pin = await ports.pins.byId(waiting.pin);
  const to = pin === undefined ? undefined : answerUrl(pageRequest, pin);
  if (to !== undefined) {
    c.header('refresh', `0; url=${to}`);
    return page(pageRequest, leadingBackView(frame, { to, host: shownHost(to), saidNo: false }));
  }
  if (pin?.state.at === 'redeemed') return showEnded(pageRequest, 'signInOver');
  const seenNow = pin === undefined ? 'over' : lookOf(pageRequest, pin);
  const address = `${c.env.baseUrl}/link`;
  const { code = '', expiresAt = 0, createdAt = 0, requester } = pin ?? {};
  const view = waitingView(frame, {
    app: requester?.deviceInfo.product ?? '',
    look: seenNow,
    state: seenNow === 'denied' || seenNow === 'over' ? seenNow : 'waiting',
    isOpened: seenNow.startsWith('opened'),
    number: pin === undefined ? null : numberToMatch(ports.keys, pin),
    code,
    groupOf: groupSize(code.length),
    address: address.replace(/^https?:\/\//, ''),
    qr: `data:image/svg+xml;base64,${Buffer.from(qrSvg(`${address}?code=${code}`)).toString('base64')}`,
    left: Math.max(0, expiresAt - frame.now),
    life: expiresAt - createdAt,
    again: ticketsOf(ports).sealAuthorization(waiting.authorization),
    back: refusalUrl(pageRequest, waiting),
    backHost: shownHost(waiting.authorization.uri),
  });
  return page(pageRequest, view);
}
