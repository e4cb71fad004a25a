// What ought to be answered, told a second time and more simply than the service does it: one model, one deed at a time.
import { truthTable } from '../../../domain/pin.testing.ts';
import type { Deed, Person } from './steps.testing.ts';
import { lives } from './steps.testing.ts';

const seconds = 1000;
const day = 86_400 * seconds;

/** Whether the device of a pin is linked. `never`: the device that approved it was not linked any more. */
type Link = 'no' | 'live' | 'revoked' | 'never';

/** A pin as the model sees it. */
interface ModelPin {
  readonly protocol: 'plex' | 'oauth';
  /** Null for OAuth, where nobody else can have it. */
  readonly publicId: number | null;
  readonly code: number;
  readonly clientId: number;
  readonly key: number | null;
  readonly expiresAt: number;
  readonly state: 'pending' | 'approved' | 'denied' | 'cancelled' | 'redeemed';
  readonly owner: Person | null;
  readonly approvedWith: number | null;
  readonly link: Link;
  readonly redeemedAt: number;
  /** plex: who read the token first. */
  readonly reader: number | null;
  /** OAuth: the key that the tokens are bound to. */
  readonly boundTo: number | null;
  readonly codeDemanded: boolean;
  /** How many wrong codes came from somebody who had not shown the right one, and until when that is remembered. */
  readonly wrongCodes: number;
  readonly wrongUntil: number;
  readonly lastPoll: number | null;
  readonly interval: number;
  /** Swept away, or its handle went to another; its device, if one was linked, stays. */
  readonly isForgotten: boolean;
}

/** Everything that there is. */
export interface Model {
  readonly now: number;
  readonly pins: Readonly<Record<number, ModelPin>>;
}

export const emptyModel = (now: number): Model => ({ now, pins: {} });

/** The model after a while. */
export const later = (model: Model, ms: number): Model => ({ ...model, now: model.now + ms });

/** How long the answer of a redeemed pin may be read again. */
const again = { plex: 10 * seconds, oauth: 90 * seconds } as const;

const endOf = (pin: ModelPin): number =>
  pin.state === 'redeemed' ? pin.redeemedAt + again[pin.protocol] : pin.expiresAt;
const isOver = (model: Model, pin: ModelPin): boolean => model.now >= endOf(pin);

function changed(model: Model, number: number, parts: Partial<ModelPin>): Model {
  const pin = model.pins[number];
  return pin === undefined ? model : { ...model, pins: { ...model.pins, [number]: { ...pin, ...parts } } };
}

/** The model after it forgot the pins that ended more than a day ago, and how many those were. */
export function swept(model: Model): Outcome {
  const over = knownIn(model).filter(([, pin]) => endOf(pin) < model.now - day);
  const next = over.reduce((before, [number]) => changed(before, number, { isForgotten: true }), model);
  return { model: next, answer: String(over.length) };
}

/** The pins that are not forgotten, by their numbers. */
const knownIn = (model: Model): (readonly [number, ModelPin])[] =>
  Object.entries(model.pins).flatMap(([number, pin]) => (pin.isForgotten ? [] : [[Number(number), pin] as const]));

/** What a deed brings: the model after it, and what its actor is answered. */
export interface Outcome {
  readonly model: Model;
  readonly answer: string;
}

/** What ought to come of a deed. */
export function expected(model: Model, deed: Deed): Outcome {
  const unchanged = (answer: string): Outcome => ({ model, answer });
  switch (deed.do) {
    case 'issue':
      return issued(model, deed);
    case 'open': {
      const [number, pin] = knownIn(model).find(([, one]) => one.code === deed.code && !isOver(model, one)) ?? [];
      if (pin === undefined) return unchanged('not-found');
      return unchanged(pin.state === 'pending' ? `open ${number}` : pin.state);
    }
    case 'approve':
      if (deed.with !== null && model.pins[deed.with]?.state !== 'redeemed') return unchanged('nothing to do');
      return decided(model, 'approve', deed.pin, {
        owner: deed.by,
        approvedWith: deed.with,
        link: mayLink(model, deed.with) ? 'live' : 'never',
      });
    case 'deny':
      return decided(model, 'deny', deed.pin);
    case 'revoke':
      return revoked(model, deed.pin, deed.by);
    case 'look':
      return looked(model, deed);
    case 'cancel':
      return cancelled(model, deed);
    case 'poll':
      return polled(model, deed);
    case 'use': {
      const pin = model.pins[deed.pin];
      const isFresh = pin?.protocol === 'plex' || (pin !== undefined && model.now < pin.redeemedAt + 3600 * seconds);
      return unchanged(pin?.state === 'redeemed' && pin.link === 'live' && isFresh ? 'live' : 'dead');
    }
  }
}

function issued(model: Model, { pin, protocol, publicId, code, clientId, key }: Deed & { do: 'issue' }): Outcome {
  const others = knownIn(model);
  const named = others.find(
    ([, other]) => protocol === 'plex' && other.protocol === 'plex' && other.publicId === publicId,
  );
  const handleTaken = named !== undefined && model.now < endOf(named[1]) + day;
  const codeTaken = others.some(([, other]) => other.code === code && !isOver(model, other));
  if (handleTaken || codeTaken) return { model, answer: 'busy' };
  const fresh: ModelPin = {
    protocol,
    publicId: protocol === 'plex' ? publicId : null,
    code,
    clientId,
    key,
    expiresAt: model.now + lives[protocol],
    state: 'pending',
    owner: null,
    approvedWith: null,
    link: 'no',
    redeemedAt: 0,
    reader: null,
    boundTo: protocol === 'oauth' ? key : null,
    codeDemanded: false,
    wrongCodes: 0,
    wrongUntil: 0,
    lastPoll: null,
    interval: 5 * seconds,
    isForgotten: false,
  };
  const next = named === undefined ? model : changed(model, named[0], { isForgotten: true });
  return { model: { ...next, pins: { ...next.pins, [pin]: fresh } }, answer: 'ok' };
}

/** Only a device that is linked may approve others. */
const mayLink = (model: Model, approver: number | null): boolean =>
  approver === null || model.pins[approver]?.link === 'live';

/** What an action brings that needs a pin that nobody has settled, by the truth table. */
function decided(
  model: Model,
  action: 'approve' | 'deny' | 'cancel',
  number: number,
  parts: Partial<ModelPin> = {},
): Outcome {
  const pin = model.pins[number];
  if (pin === undefined) return { model, answer: 'nothing to do' };
  if (pin.isForgotten) return { model, answer: 'not-found' };
  if (isOver(model, pin)) return { model, answer: 'expired' };
  const state = truthTable[action][pin.state];
  if (typeof state === 'object') return { model, answer: pin.state };
  return { model: changed(model, number, { ...parts, state }), answer: 'ok' };
}

function revoked(model: Model, number: number, by: Person): Outcome {
  const pin = model.pins[number];
  if (pin?.link !== 'live' || pin.owner !== by) return { model, answer: 'no' };
  let next = changed(model, number, { link: 'revoked' });
  for (const [other, { approvedWith, owner }] of Object.entries(model.pins)) {
    if (approvedWith === number && owner !== null) next = revoked(next, Number(other), owner).model;
  }
  return { model: next, answer: 'yes' };
}

/** A look without redeeming: the pin, or what is answered in its place. */
function read(
  model: Model,
  deed: Deed & { do: 'look' | 'cancel' },
  mine: ModelPin,
): Outcome & { readonly at?: number } {
  const [at, pin] = knownIn(model).find(([, { publicId }]) => publicId !== null && publicId === mine.publicId) ?? [];
  if (at === undefined || pin === undefined) return { model, answer: 'not-found' };
  const clientId = deed.as === 'holder' ? mine.clientId : 9;
  if (pin.clientId !== clientId) return { model, answer: 'wrong-client' };
  const code = deed.code === 'right' ? mine.code : 9;
  const isDemanded = pin.codeDemanded && model.now < pin.expiresAt;
  if (deed.code === null && isDemanded) return { model, answer: 'wrong-client' };
  if (deed.code !== null && !isDemanded) {
    const isFresh = model.now >= pin.wrongUntil;
    const wrong = isFresh ? 0 : pin.wrongCodes;
    if (wrong >= 10) return { model, answer: 'wrong-client' };
    const wrongUntil = isFresh ? Math.max(pin.expiresAt, model.now) + 600 * seconds : pin.wrongUntil;
    const tried = { wrongUntil, wrongCodes: pin.code === code ? wrong : wrong + 1 };
    return seenBy(deed.code === 'right', changed(model, at, tried), at, pin, pin.code === code);
  }
  return seenBy(deed.code === 'right', model, at, pin, deed.code === null || pin.code === code);
}

/** What is told of a pin to somebody who has shown, or need not show, its code. */
function seenBy(
  showsCode: boolean,
  model: Model,
  at: number,
  pin: ModelPin,
  isTold: boolean,
): Outcome & { readonly at?: number } {
  if (!isTold) return { model, answer: 'wrong-client' };
  const over = isOver(model, pin);
  if (pin.state === 'denied' || pin.state === 'cancelled' || (pin.state === 'redeemed' && over)) {
    return { model, answer: pin.state };
  }
  if (over) return { model, answer: 'expired' };
  return { model: showsCode ? changed(model, at, { codeDemanded: true }) : model, answer: pin.state, at };
}

/** Its device knows a pin by the handle that it was told, which may be another's by now. */
function looked(model: Model, deed: Deed & { do: 'look' }): Outcome {
  const mine = model.pins[deed.pin];
  if (mine === undefined || mine.protocol !== 'plex') return { model, answer: 'nothing to do' };
  const seen = read(model, deed, mine);
  const { at } = seen;
  const pin = at === undefined ? undefined : seen.model.pins[at];
  if (at === undefined || pin === undefined) return seen;
  if (pin.key !== null && !deed.proved) return pin.state === 'redeemed' ? seen : { ...seen, answer: 'pending' };
  if (pin.state === 'pending') return seen;
  if (pin.state === 'redeemed' && pin.reader !== deed.reader) return { ...seen, answer: 'redeemed' };
  if (pin.link !== 'live') return { ...seen, answer: 'redeemed' };
  if (pin.state === 'redeemed') return { ...seen, answer: `token ${at}` };
  const redeemed = { state: 'redeemed', redeemedAt: model.now, reader: deed.reader } as const;
  return { model: changed(seen.model, at, redeemed), answer: `token ${at}` };
}

function cancelled(model: Model, deed: Deed & { do: 'cancel' }): Outcome {
  const mine = model.pins[deed.pin];
  if (mine === undefined) return { model, answer: 'nothing to do' };
  if (mine.protocol === 'oauth') {
    if (!mine.isForgotten && deed.as === 'other') return { model, answer: 'wrong-client' };
    return decided(model, 'cancel', deed.pin);
  }
  const seen = read(model, deed, mine);
  return seen.at === undefined ? seen : decided(seen.model, 'cancel', seen.at);
}

function polled(model: Model, deed: Deed & { do: 'poll' }): Outcome {
  const pin = model.pins[deed.pin];
  const unchanged = (answer: string): Outcome => ({ model, answer });
  if (pin === undefined || pin.protocol !== 'oauth') return unchanged('nothing to do');
  if (pin.isForgotten) return unchanged('not-found');
  if (deed.as === 'other') return unchanged('wrong-client');
  if (pin.boundTo !== null && pin.boundTo !== deed.key) return unchanged('wrong-key');
  if (pin.state === 'denied' || pin.state === 'cancelled') return unchanged(pin.state);
  if (pin.state === 'redeemed') {
    const lostAnswer = !isOver(model, pin) && pin.boundTo === deed.key;
    if (lostAnswer) return unchanged(`token ${deed.pin}`);
    const isReuse = isOver(model, pin) && pin.link === 'live' && pin.owner !== null;
    return { model: isReuse ? revoked(model, deed.pin, pin.owner).model : model, answer: 'redeemed' };
  }
  if (isOver(model, pin)) return unchanged('expired');
  if (pin.state === 'approved') {
    if (pin.link !== 'live') return unchanged('denied');
    const redeemed = { state: 'redeemed', redeemedAt: model.now, boundTo: deed.key } as const;
    return { model: changed(model, deed.pin, redeemed), answer: `token ${deed.pin}` };
  }
  const early = pin.lastPoll !== null && model.now - pin.lastPoll + 250 < pin.interval;
  if (!early) return { model: changed(model, deed.pin, { lastPoll: model.now }), answer: 'pending' };
  const interval = Math.min(pin.interval + 5 * seconds, 60 * seconds);
  return { model: changed(model, deed.pin, { interval }), answer: 'slow down' };
}
