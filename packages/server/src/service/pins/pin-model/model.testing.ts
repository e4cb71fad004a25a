// What ought to be answered, told a second time and more simply than the service does it: one world, one deed at a time.
import type { Deed, Person } from './steps.testing.ts';
import { lives } from './steps.testing.ts';

const seconds = 1000;
const day = 86_400 * seconds;

/** Whether the device of a pin is linked. `never`: the device that approved it was not linked any more. */
type Link = 'no' | 'live' | 'revoked' | 'never';

/** A pin as the model sees it. */
interface ModelPin {
  readonly dialect: 'plex' | 'oauth';
  /** Null for OAuth, where nobody else can have it. */
  readonly handle: number | null;
  readonly code: number;
  readonly holder: number;
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
export interface World {
  readonly now: number;
  readonly pins: Readonly<Record<number, ModelPin>>;
}

export const emptyWorld = (now: number): World => ({ now, pins: {} });

/** The world after a while. */
export const later = (world: World, ms: number): World => ({ ...world, now: world.now + ms });

const endOf = (pin: ModelPin): number => (pin.state === 'redeemed' ? pin.redeemedAt + 10 * seconds : pin.expiresAt);
const isOver = (world: World, pin: ModelPin): boolean => world.now >= endOf(pin);

function changed(world: World, number: number, parts: Partial<ModelPin>): World {
  const pin = world.pins[number];
  return pin === undefined ? world : { ...world, pins: { ...world.pins, [number]: { ...pin, ...parts } } };
}

/** The world after it forgot the pins that ended more than a day ago, and how many those were. */
export function swept(world: World): Outcome {
  const over = knownIn(world).filter(([, pin]) => endOf(pin) < world.now - day);
  const next = over.reduce((before, [number]) => changed(before, number, { isForgotten: true }), world);
  return { world: next, answer: String(over.length) };
}

/** The pins that are not forgotten, by their numbers. */
const knownIn = (world: World): (readonly [number, ModelPin])[] =>
  Object.entries(world.pins).flatMap(([number, pin]) => (pin.isForgotten ? [] : [[Number(number), pin] as const]));

/** What a deed brings: the world after it, and what its actor is answered. */
export interface Outcome {
  readonly world: World;
  readonly answer: string;
}

/** What ought to come of a deed. */
export function expected(world: World, deed: Deed): Outcome {
  const unchanged = (answer: string): Outcome => ({ world, answer });
  switch (deed.do) {
    case 'issue':
      return issued(world, deed);
    case 'open': {
      const [number, pin] = knownIn(world).find(([, one]) => one.code === deed.code && !isOver(world, one)) ?? [];
      if (pin === undefined) return unchanged('not-found');
      return unchanged(pin.state === 'pending' ? `open ${number}` : pin.state);
    }
    case 'approve':
      if (deed.with !== null && world.pins[deed.with]?.state !== 'redeemed') return unchanged('nothing to do');
      return decided(world, deed.pin, () => ({
        state: 'approved',
        owner: deed.by,
        approvedWith: deed.with,
        link: mayLink(world, deed.with) ? 'live' : 'never',
      }));
    case 'deny':
      return decided(world, deed.pin, () => ({ state: 'denied' }));
    case 'revoke':
      return revoked(world, deed.pin, deed.by);
    case 'look':
      return looked(world, deed);
    case 'cancel':
      return cancelled(world, deed);
    case 'poll':
      return polled(world, deed);
    case 'use': {
      const pin = world.pins[deed.pin];
      const isFresh = pin?.dialect === 'plex' || (pin !== undefined && world.now < pin.redeemedAt + 3600 * seconds);
      return unchanged(pin?.state === 'redeemed' && pin.link === 'live' && isFresh ? 'live' : 'dead');
    }
  }
}

function issued(world: World, { pin, dialect, handle, code, holder, key }: Deed & { do: 'issue' }): Outcome {
  const others = knownIn(world);
  const named = others.find(([, other]) => dialect === 'plex' && other.dialect === 'plex' && other.handle === handle);
  const handleTaken = named !== undefined && world.now < endOf(named[1]) + day;
  const codeTaken = others.some(([, other]) => other.code === code && !isOver(world, other));
  if (handleTaken || codeTaken) return { world, answer: 'busy' };
  const fresh: ModelPin = {
    dialect,
    handle: dialect === 'plex' ? handle : null,
    code,
    holder,
    key,
    expiresAt: world.now + lives[dialect],
    state: 'pending',
    owner: null,
    approvedWith: null,
    link: 'no',
    redeemedAt: 0,
    reader: null,
    boundTo: dialect === 'oauth' ? key : null,
    codeDemanded: false,
    wrongCodes: 0,
    wrongUntil: 0,
    lastPoll: null,
    interval: 5 * seconds,
    isForgotten: false,
  };
  const next = named === undefined ? world : changed(world, named[0], { isForgotten: true });
  return { world: { ...next, pins: { ...next.pins, [pin]: fresh } }, answer: 'ok' };
}

/** Only a device that is linked may approve others. */
const mayLink = (world: World, approver: number | null): boolean =>
  approver === null || world.pins[approver]?.link === 'live';

function decided(world: World, number: number, parts: () => Partial<ModelPin>): Outcome {
  const pin = world.pins[number];
  if (pin === undefined) return { world, answer: 'nothing to do' };
  if (pin.isForgotten) return { world, answer: 'not-found' };
  if (isOver(world, pin)) return { world, answer: 'expired' };
  if (pin.state !== 'pending') return { world, answer: pin.state };
  return { world: changed(world, number, parts()), answer: 'ok' };
}

function revoked(world: World, number: number, by: Person): Outcome {
  const pin = world.pins[number];
  if (pin?.link !== 'live' || pin.owner !== by) return { world, answer: 'no' };
  let next = changed(world, number, { link: 'revoked' });
  for (const [other, { approvedWith, owner }] of Object.entries(world.pins)) {
    if (approvedWith === number && owner !== null) next = revoked(next, Number(other), owner).world;
  }
  return { world: next, answer: 'yes' };
}

/** A look without redeeming: the pin, or what is answered in its place. */
function read(
  world: World,
  deed: Deed & { do: 'look' | 'cancel' },
  mine: ModelPin,
): Outcome & { readonly at?: number } {
  const [at, pin] = knownIn(world).find(([, { handle }]) => handle !== null && handle === mine.handle) ?? [];
  if (at === undefined || pin === undefined) return { world, answer: 'not-found' };
  const holder = deed.as === 'holder' ? mine.holder : 9;
  if (pin.holder !== holder) return { world, answer: 'wrong-holder' };
  const code = deed.code === 'right' ? mine.code : 9;
  const isDemanded = pin.codeDemanded && world.now < pin.expiresAt;
  if (deed.code === null && isDemanded) return { world, answer: 'wrong-holder' };
  if (deed.code !== null && !isDemanded) {
    const isFresh = world.now >= pin.wrongUntil;
    const wrong = isFresh ? 0 : pin.wrongCodes;
    if (wrong >= 10) return { world, answer: 'wrong-holder' };
    const wrongUntil = isFresh ? Math.max(pin.expiresAt, world.now) + 600 * seconds : pin.wrongUntil;
    const tried = { wrongUntil, wrongCodes: pin.code === code ? wrong : wrong + 1 };
    return seenBy(deed.code === 'right', changed(world, at, tried), at, pin, pin.code === code);
  }
  return seenBy(deed.code === 'right', world, at, pin, deed.code === null || pin.code === code);
}

/** What is told of a pin to somebody who has shown, or need not show, its code. */
function seenBy(
  showsCode: boolean,
  world: World,
  at: number,
  pin: ModelPin,
  isTold: boolean,
): Outcome & { readonly at?: number } {
  if (!isTold) return { world, answer: 'wrong-holder' };
  const over = isOver(world, pin);
  if (pin.state === 'denied' || pin.state === 'cancelled' || (pin.state === 'redeemed' && over)) {
    return { world, answer: pin.state };
  }
  if (over) return { world, answer: 'expired' };
  return { world: showsCode ? changed(world, at, { codeDemanded: true }) : world, answer: pin.state, at };
}

/** Its device knows a pin by the handle that it was told, which may be another's by now. */
function looked(world: World, deed: Deed & { do: 'look' }): Outcome {
  const mine = world.pins[deed.pin];
  if (mine === undefined || mine.dialect !== 'plex') return { world, answer: 'nothing to do' };
  const seen = read(world, deed, mine);
  const { at } = seen;
  const pin = at === undefined ? undefined : seen.world.pins[at];
  if (at === undefined || pin === undefined) return seen;
  if (pin.key !== null && !deed.proved) return pin.state === 'redeemed' ? seen : { ...seen, answer: 'pending' };
  if (pin.state === 'pending') return seen;
  if (pin.state === 'redeemed' && pin.reader !== deed.reader) return { ...seen, answer: 'redeemed' };
  if (pin.link !== 'live') return { ...seen, answer: 'redeemed' };
  if (pin.state === 'redeemed') return { ...seen, answer: `token ${at}` };
  const redeemed = { state: 'redeemed', redeemedAt: world.now, reader: deed.reader } as const;
  return { world: changed(seen.world, at, redeemed), answer: `token ${at}` };
}

function cancelled(world: World, deed: Deed & { do: 'cancel' }): Outcome {
  const mine = world.pins[deed.pin];
  if (mine === undefined) return { world, answer: 'nothing to do' };
  if (mine.dialect === 'oauth') {
    if (!mine.isForgotten && deed.as === 'other') return { world, answer: 'wrong-holder' };
    return decided(world, deed.pin, () => ({ state: 'cancelled' }));
  }
  const seen = read(world, deed, mine);
  return seen.at === undefined ? seen : decided(seen.world, seen.at, () => ({ state: 'cancelled' }));
}

function polled(world: World, deed: Deed & { do: 'poll' }): Outcome {
  const pin = world.pins[deed.pin];
  const unchanged = (answer: string): Outcome => ({ world, answer });
  if (pin === undefined || pin.dialect !== 'oauth') return unchanged('nothing to do');
  if (pin.isForgotten) return unchanged('not-found');
  if (deed.as === 'other') return unchanged('wrong-holder');
  if (pin.boundTo !== null && pin.boundTo !== deed.key) return unchanged('wrong-key');
  if (pin.state === 'denied' || pin.state === 'cancelled') return unchanged(pin.state);
  if (pin.state === 'redeemed') {
    const lostAnswer = !isOver(world, pin) && deed.key !== null && pin.boundTo !== null;
    if (lostAnswer) return unchanged(`token ${deed.pin}`);
    const isReuse = isOver(world, pin) && pin.link === 'live' && pin.owner !== null;
    return { world: isReuse ? revoked(world, deed.pin, pin.owner).world : world, answer: 'redeemed' };
  }
  if (isOver(world, pin)) return unchanged('expired');
  if (pin.state === 'approved') {
    if (pin.link !== 'live') return unchanged('denied');
    const redeemed = { state: 'redeemed', redeemedAt: world.now, boundTo: deed.key } as const;
    return { world: changed(world, deed.pin, redeemed), answer: `token ${deed.pin}` };
  }
  const early = pin.lastPoll !== null && world.now - pin.lastPoll + 250 < pin.interval;
  if (!early) return { world: changed(world, deed.pin, { lastPoll: world.now }), answer: 'pending' };
  const interval = Math.min(pin.interval + 5 * seconds, 60 * seconds);
  return { world: changed(world, deed.pin, { interval }), answer: 'slow down' };
}
