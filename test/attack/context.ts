// What an attack has to play with.
import type { Person } from '../harness/person.ts';
import type { Bound } from './bounds.ts';
import type { Device } from './devices.ts';
import type { Target } from './target.ts';
import type { Send } from './wire.ts';

/** One of the attacker's people: an account, a browser that is signed in, and an address. */
export interface Mallory {
  readonly name: string;
  readonly address: string;
  readonly browser: Person;
}

/** What an attack works with. */
export interface AttackContext {
  readonly target: Target;
  readonly send: Send;
  /** Old and new accounts, at addresses of their own. The last two are behind the shared address. */
  readonly mallories: readonly Mallory[];
  /** Devices of honest people that wait for an answer all the time: what there is to hit. */
  readonly baits: readonly Device[];
  /** Notes attempts. */
  tried(count?: number): void;
  /** Notes that the service let a try through: looked the code up, checked the password, answered the read. */
  letThrough(bound: Bound, key: string): void;
  /** Notes that the attacker gained something. */
  hit(what: string): void;
  /** True when it is time to stop. */
  isOver(): boolean;
}

/** One attack. It goes on until its context says that it is over. */
export interface Attack {
  /** What the table calls it. */
  readonly name: string;
  /** It goes on until so many attempts were made, however long that takes. */
  readonly least?: number;
  run(context: AttackContext): Promise<void>;
}

/** Does something again and again, so many times at once, until it is over. */
export async function again(
  { isOver }: AttackContext,
  atOnce: number,
  turn: (lane: number) => Promise<void>,
): Promise<void> {
  const lanes = Array.from({ length: atOnce }, async (_, lane) => {
    while (!isOver()) await turn(lane);
  });
  await Promise.all(lanes);
}

export const pick = <Thing>(things: readonly Thing[]): Thing => {
  const thing = things[Math.floor(Math.random() * things.length)];
  if (thing === undefined) throw new Error('There is nothing to pick from.');
  return thing;
};

/** Text of symbols that are all equally likely. */
export const anyText = (symbols: string, length: number): string =>
  Array.from({ length }, () => pick([...symbols])).join('');
