import { wideNetworkOf, type Address } from '../../../domain/address.ts';
import { saidNameOf, shownText } from '../../../domain/device-info.ts';
import { waitingView, type WaitingCard } from '../../../pages/views/operate/pins.ts';
import { blockRequester } from '../../../service/operate/block-requester.ts';
import { endPins, type EndedScope } from '../../../service/operate/end-pins.ts';
import type { ExpiryCursor } from '../../../service/ports/audit-log.ts';
import { goTo, page, type SignedInPageRequest } from '../page-request.ts';
import { operatorOf } from './guard.ts';
import { newsIn } from './news.ts';
import { readMark, sealMark } from './page-mark.ts';

/** How many are shown at once. */
const shown = 30;

/** How long a requester is blocked, in milliseconds. */
const blockedFor = 7 * 24 * 60 * 60 * 1000;

/** What is shown of an address. */
export const shownNetwork = (address: Address): string | null => (address === null ? null : wideNetworkOf(address));

/** GET /operate/pins */
export async function showWaiting(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, frame } = pageRequest;
  const { pins, keys } = dependencies.context.ports;
  const words = frame.words.operate.pins;
  const mark = readMark<ExpiryCursor>(keys, c.req.query('after')) ?? { endsAt: 0, id: '' };
  const found = await pins.waitingAfter(mark, frame.now, shown + 1);
  const cards = found.slice(0, shown).map((pin): WaitingCard => ({
    ticket: keys.seal('operate-pin', pin.id),
    name: saidNameOf(pin.requester.deviceInfo),
    deviceInfo: pin.requester.deviceInfo,
    client: shownText(pin.clientId),
    protocol: pin.protocol,
    network: shownNetwork(pin.requester.address),
    askedAt: pin.createdAt,
    endsAt: pin.expiresAt,
    isOpened: pin.state.at === 'pending' && pin.state.opened !== null,
  }));
  const last = found.length > shown ? found[shown - 1] : undefined;
  const more =
    last === undefined ? null : `/operate/pins?after=${sealMark(keys, { endsAt: last.expiresAt, id: last.id })}`;
  const news = newsIn(pageRequest, {
    ended: [words.ended, false],
    gone: [words.gone, true],
    blocked: [words.blocked, false],
    cannotBlock: [words.cannotBlock, true],
  });
  return page(pageRequest, waitingView(frame, { pins: cards, more, news }));
}

const scopeIn = (text: string | null): EndedScope => (text === 'client' || text === 'network' ? text : 'pin');

/** POST /operate/pins/end: one, all of its app or its network, or its device with a block. */
export async function endWaitingPins(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, form } = pageRequest;
  const { ports } = dependencies.context;
  const operator = operatorOf(pageRequest);
  const id = ports.keys.unseal('operate-pin', form.get('pin') ?? '');
  const pin = id === undefined ? undefined : await ports.pins.byId(id);
  if (pin === undefined) return goTo(pageRequest, '/operate/pins?done=gone');
  if (form.get('what') === 'block') {
    if (!(await blockRequester(ports, pin, blockedFor, operator))) {
      return goTo(pageRequest, '/operate/pins?done=cannotBlock');
    }
    await endPins(ports, pin.id, 'pin', operator);
    return goTo(pageRequest, '/operate/pins?done=blocked');
  }
  const count = (await endPins(ports, pin.id, scopeIn(form.get('what')), operator)) ?? 0;
  return goTo(pageRequest, count === 0 ? '/operate/pins?done=gone' : `/operate/pins?done=ended&count=${count}`);
}
