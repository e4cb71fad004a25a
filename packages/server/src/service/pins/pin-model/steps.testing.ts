import fc from 'fast-check';
import { repeatReadWindow } from '../../../domain/pin.ts';

/** Those who look at codes and say yes and no. */
export const people = ['ada', 'ben', 'eve'] as const;
export type Person = (typeof people)[number];

/** The lives of the codes in these stories, in milliseconds. */
export const lives = { plex: 900_000, oauth: 600_000 } as const;

const day = 86_400_000;

/** Who a device says it is: the holder of the pin, or another. */
type Posing = 'holder' | 'other';

/** What somebody does. `pin` is the number of the pin in the story, from 0. */
export type Deed =
  | {
      readonly do: 'issue';
      /** The number that the pin will have. */
      readonly pin: number;
      readonly protocol: 'plex' | 'oauth';
      /** Chooses among three handles and three codes, so that pins meet. An OAuth pin draws its own handle. */
      readonly publicId: number;
      readonly code: number;
      readonly clientId: number;
      /** plex: whether it has a device key. OAuth: the key that it was asked for with. */
      readonly key: number | null;
    }
  | { readonly do: 'open'; readonly code: number; readonly by: Person }
  | { readonly do: 'approve'; readonly pin: number; readonly by: Person; readonly with: number | null }
  | { readonly do: 'deny'; readonly pin: number; readonly by: Person }
  | { readonly do: 'revoke'; readonly pin: number; readonly by: Person }
  | {
      /** A plex poll: a read, and the redeeming when there is something to redeem. */
      readonly do: 'look';
      readonly pin: number;
      readonly as: Posing;
      readonly code: 'right' | 'wrong' | null;
      readonly reader: number;
      /** For a pin with a device key: whether it was proved. */
      readonly proved: boolean;
    }
  | { readonly do: 'cancel'; readonly pin: number; readonly as: Posing; readonly code: 'right' | 'wrong' | null }
  | {
      /** An OAuth poll. */
      readonly do: 'poll';
      readonly pin: number;
      readonly as: Posing;
      readonly key: number | null;
    }
  | { readonly do: 'use'; readonly pin: number };

/** One step of a story. */
export type Step =
  | Deed
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'sweep' }
  /** All begin before any is done. */
  | { readonly do: 'together'; readonly deeds: readonly Deed[] };

const few = fc.nat({ max: 2 });
const several = fc.nat({ max: 4 });
/** How many pins back. Mostly the ones of late, so that deeds meet. */
const back = fc.oneof({ weight: 5, arbitrary: fc.nat({ max: 1 }) }, { weight: 1, arbitrary: fc.nat({ max: 6 }) });
const person = fc.constantFrom('ada', 'ada', ...people);
const posing = fc.oneof({ weight: 6, arbitrary: fc.constant('holder' as const) }, fc.constant('other' as const));
const code = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: fc.constant('right' as const) },
  fc.constant('wrong' as const),
);
const key = fc.constantFrom(null, null, 0, 1);

const issue = fc.record({
  do: fc.constant('issue' as const),
  protocol: fc.constantFrom('plex', 'oauth'),
  publicId: several,
  code: several,
  clientId: fc.nat({ max: 1 }),
  key,
});
type Issue = typeof issue extends fc.Arbitrary<infer Value> ? Value : never;

const decision = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open' as const), code: several, by: person }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('approve' as const),
      back,
      by: person,
      with: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, fc.integer({ min: 1, max: 2 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deny' as const), back, by: person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('revoke' as const), back, by: person }) },
);

/** A poll in either protocol; which one is the pin's. `ownKey` sends the key that the pin was asked for with. */
const ask = fc.record({
  do: fc.constant('ask' as const),
  back,
  as: posing,
  code,
  reader: few,
  proved: fc.boolean(),
  ownKey: fc.boolean(),
  key,
});
type Ask = typeof ask extends fc.Arbitrary<infer Value> ? Value : never;

const asking = fc.oneof(
  { weight: 8, arbitrary: ask },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), back, as: posing, code }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('use' as const), back }) },
);

const intent = fc.oneof(
  { weight: 2, arbitrary: issue },
  { weight: 5, arbitrary: decision },
  { weight: 6, arbitrary: asking },
);
/** A deed whose pin is told by how far back it was issued. */
type Intent = typeof intent extends fc.Arbitrary<infer Value> ? Value : never;

const windows = Object.values(repeatReadWindow).flatMap((ms) => [ms - 1, ms]);

const wait = fc.record({
  do: fc.constant('wait' as const),
  ms: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(1, 250, 4750, 5000, ...windows) },
    { weight: 1, arbitrary: fc.constantFrom(lives.oauth - 1, lives.oauth, lives.plex, day - 1, day) },
  ),
});

/** Deeds that begin together; mostly they are about one pin. */
const atOnce = fc
  .tuple(fc.array(intent, { minLength: 2, maxLength: 4 }), fc.oneof({ weight: 4, arbitrary: back }, fc.constant(null)))
  .map(([intents, about]) =>
    about === null ? intents : intents.map((one) => ('back' in one ? { ...one, back: about } : one)),
  );

/** A device at its job: it waits and asks, and again. */
const patience = fc
  .array(fc.tuple(wait, fc.record({ code: fc.constant(null), reader: fc.nat({ max: 1 }) })), {
    minLength: 2,
    maxLength: 5,
  })
  .map((turns) =>
    turns.flatMap(([pause, sent]) => [
      pause,
      { do: 'ask' as const, back: 0, as: 'holder' as const, proved: true, ownKey: true, key: null, ...sent },
    ]),
  );

/** A device's life as it often goes: asked for, approved, perhaps unlinked too early, collected, and asked for again. */
const journey = fc
  .tuple(issue, fc.constantFrom('approve', 'revoke', 'use', 'deny'), patience, fc.boolean())
  .map(([first, second, asks, early]) => [
    first,
    { do: 'approve' as const, back: 0, by: 'ada' as const, with: null },
    ...(early ? [] : asks),
    second === 'approve'
      ? { do: second, back: 0, by: 'eve' as const, with: null }
      : { do: second, back: 0, by: 'ada' as const },
    ...asks,
    { do: 'use' as const, back: 0 },
  ]);

type Told = Intent | (typeof wait extends fc.Arbitrary<infer Value> ? Value : never) | { do: 'sweep' } | Together;
type Together = { readonly do: 'together'; readonly intents: readonly Intent[] };

const steps: fc.Arbitrary<readonly Told[]> = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(intent) },
  { weight: 2, arbitrary: fc.tuple(wait) },
  { weight: 2, arbitrary: patience },
  { weight: 2, arbitrary: journey },
  { weight: 1, arbitrary: fc.tuple(fc.record({ do: fc.constant('sweep' as const) })) },
  { weight: 4, arbitrary: fc.tuple(fc.record({ do: fc.constant('together' as const), intents: atOnce })) },
);

/**
 * Two races are left out. A look demands its code before it does anything else, so that two at once, with a code and
 * without, are answered as in no order of the two; likewise a cancel that has shown its code and then comes too late. And
 * whoever has a device code and polls at once with one key and with another, or none, may be left with tokens that are
 * bound to neither: it harms nobody else.
 */
function alike(intents: readonly Intent[]): readonly Intent[] {
  const bare = intents.some((one) => 'code' in one && (one.code === null || one.do === 'cancel'));
  const { ownKey = true, key: shown = null } = intents.find((one) => one.do === 'ask') ?? {};
  return intents.map((one) => {
    if (one.do !== 'ask' && one.do !== 'cancel') return one;
    const same = (bare || one.do === 'cancel') && one.code === 'right' ? { ...one, code: null } : one;
    return same.do === 'ask' ? { ...same, ownKey, key: shown } : same;
  });
}

/** Numbers the pins as they are issued, and has each poll speak its pin's protocol. */
function numbered(told: readonly Told[]): Step[] {
  const issued: Issue[] = [];
  const poll = ({ as, code: sent, reader, proved, ownKey, key: other }: Ask, pin: number): Deed => {
    const own = issued[pin];
    if (own?.protocol === 'plex') return { do: 'look', pin, as, code: sent, reader, proved };
    return { do: 'poll', pin, as, key: ownKey ? (own?.key ?? null) : other };
  };
  const deedOf = (one: Intent): Deed => {
    if (one.do === 'issue') return { ...one, pin: issued.push(one) - 1 };
    if (one.do === 'open') return one;
    const pin = issued.length - 1 - one.back;
    switch (one.do) {
      case 'ask':
        return poll(one, pin);
      case 'approve':
        return { do: 'approve', pin, by: one.by, with: one.with === null ? null : pin - one.with };
      case 'cancel':
        return { do: 'cancel', pin, as: one.as, code: one.code };
      case 'deny':
      case 'revoke':
        return { do: one.do, pin, by: one.by };
      case 'use':
        return { do: 'use', pin };
    }
  };
  return told.map((one) => {
    switch (one.do) {
      case 'wait':
      case 'sweep':
        return one;
      case 'together':
        return { do: 'together', deeds: alike(one.intents).map(deedOf) };
      default:
        return deedOf(one);
    }
  });
}

/** Any story, told by several actors. */
export const anyStory: fc.Arbitrary<Step[]> = fc
  .tuple(issue, issue, fc.array(steps, { minLength: 4, maxLength: 30 }))
  .map(([first, second, rest]) => numbered([first, second, ...rest.flat()]));
