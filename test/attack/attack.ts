import { setTimeout as pause } from 'node:timers/promises';
import { Person } from '../harness/person.ts';
import { anyBot, anyHome, attackerAddress, officeAddress, sharedAddress } from './addresses.ts';
import { enumerate } from './attacks/enumerate.ts';
import { floodOfMany, floodOfNetwork, floodOfOne, floodOfPolls, floodOfShared } from './attacks/flood.ts';
import { forge } from './attacks/forge.ts';
import { guessByApi } from './attacks/guess-by-api.ts';
import { guessFromBeside, guessFromMany, guessFromOffice, guessFromOne } from './attacks/guess-codes.ts';
import { askForMails } from './attacks/mails.ts';
import { race } from './attacks/race.ts';
import { longPasswordAttacks, passwordAttacks } from './attacks/passwords.ts';
import { reportFalsely } from './attacks/report.ts';
import { replay } from './attacks/replay.ts';
import { sprayManyNames, sprayOneName } from './attacks/spray.ts';
import { aDevice, type Device } from './devices.ts';
import { gather, linkOne, type Someone } from './honest.ts';
import { startTarget, passwords, type Target } from './target.ts';
import { countLetThrough } from './let-through.ts';
import { emptyRow, noteHonest, type Played, type Row } from './score.ts';
import type { Attack, Mallory } from './context.ts';
import { openWire, type Send } from './wire.ts';

/** Nobody attacks: what honest people get then is what they should get always. */
const nobody: Attack = {
  name: 'nobody attacks',
  run: async ({ isOver }) => {
    while (!isOver()) await pause(50);
  },
};

/**
 * In the order in which they are played: what one leaves spent, the next finds spent. The flood behind the shared address comes
 * last, because nobody there gets a new code while it lasts.
 *
 * @param long those that take a while, whatever the time that is given
 */
const inOrder = (...long: readonly Attack[]): readonly Attack[] => [
  nobody,
  race,
  replay,
  forge,
  enumerate,
  floodOfPolls,
  floodOfOne,
  floodOfNetwork,
  floodOfMany,
  sprayManyNames,
  sprayOneName,
  ...passwordAttacks,
  askForMails,
  guessFromOffice,
  guessByApi,
  guessFromOne,
  guessFromMany,
  guessFromBeside,
  reportFalsely,
  ...long,
  floodOfShared,
];

export const attacks: readonly Attack[] = inOrder();

/** With those that take a while. */
export const allAttacks: readonly Attack[] = inOrder(...longPasswordAttacks);

/** How many of the attacker's accounts are in the office. */
const inOffice = 8;

/** The attacker's accounts, signed in, each at an address of its own; the last two behind the shared one, some in an office. */
async function gatherMallories({ url, names }: Target): Promise<readonly Mallory[]> {
  const all = [...names.mallory, ...names.malloryNew];
  const mallories = all.map((name, index) => {
    const fromEnd = all.length - index;
    const isInOffice = fromEnd > 2 && fromEnd <= 2 + inOffice;
    const address =
      index === 0 ? attackerAddress : fromEnd <= 2 ? sharedAddress : isInOffice ? officeAddress : anyBot();
    return { name, address, browser: new Person(url, () => ({ 'x-forwarded-for': address })) };
  });
  for (const { browser, name } of mallories) await browser.signIn(name, passwords.mallory);
  return mallories;
}

/** How long the baits are checked, in milliseconds: a little less than a pin lives. */
const baitLife = 14 * 60_000;

/** Devices of people who are slow to decide. */
const putBaits = (send: Send): Promise<Device[]> =>
  Promise.all([...Array(18).keys()].map((index) => aDevice(send, anyHome(), index)));

/**
 * Links devices of honest people, a few at once, until it is over.
 *
 * @param stock devices behind the shared address that have their codes already, while nobody there can get one
 */
async function beHonest(
  send: Send,
  people: readonly Someone[],
  row: Row,
  turns: Iterator<number>,
  isOver: () => boolean,
  stock?: Device[],
): Promise<void> {
  const beside = people.filter(({ kind }) => kind === 'shared');
  const others = people.filter(({ kind }) => kind !== 'shared');
  const lane = async (): Promise<void> => {
    while (!isOver()) {
      const turn = Number(turns.next().value);
      // Those behind the attacker's address are there as often as they can, fewer than one network may ask for in a minute.
      const isTheirTurn = performance.now() >= besideAgain;
      if (isTheirTurn) besideAgain = performance.now() + 1500;
      const among = isTheirTurn ? beside : others;
      const someone = among[turn % among.length] as Someone;
      const ready = someone.kind === 'shared' ? stock?.pop() : undefined;
      if (someone.kind === 'shared' && stock !== undefined && ready === undefined) {
        await pause(20);
        continue;
      }
      const trouble = await linkOne(send, someone, Math.floor(turn / 3), ready).then(
        () => null,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      noteHonest(row, someone.kind, trouble);
      await pause(50 + Math.random() * 200);
    }
  };
  await Promise.all([lane(), lane(), lane()]);
}

/** When somebody behind the shared address asks for a code again. */
let besideAgain = 0;

function* counting(): Generator<number, never> {
  for (let count = 0; ; count += 1) yield count;
}

/**
 * Plays the attacks one after the other on a service that it starts.
 *
 * @param seconds how long they take together, about; some make so many attempts however long that takes
 * @param say hears of each row when it is done
 */
export async function playAttacks(
  chosen: readonly Attack[],
  seconds: number,
  say: (row: Row) => void,
): Promise<Played> {
  const target = await startTarget();
  const { send, close } = openWire(target.url);
  const rows: Row[] = [];
  const through = countLetThrough();
  const began = performance.now();
  try {
    const [people, mallories] = [await gather(target), await gatherMallories(target)];
    const baits = await putBaits(send);
    const turns = counting();
    const stock = await Promise.all([...Array(12).keys()].map((index) => aDevice(send, sharedAddress, index)));
    for (const attack of chosen) {
      const row = emptyRow(attack.name);
      const end = performance.now() + (seconds * 1000) / chosen.length;
      let isBroken = false;
      const isOver = (): boolean => isBroken || (performance.now() >= end && row.attempts >= (attack.least ?? 0));
      const context = {
        target,
        send,
        mallories,
        baits,
        tried: (count = 1) => {
          row.attempts += count;
        },
        letThrough: through.add,
        hit: (what: string) => {
          row.hits.push(what);
        },
        isOver,
      };
      const attempts = attack.run(context).catch((error: unknown) => {
        isBroken = true;
        throw error;
      });
      await Promise.all([
        attempts,
        beHonest(send, people, row, turns, isOver, attack === floodOfShared ? stock : undefined),
      ]);
      // Later than that they have expired, which is no answer.
      if (performance.now() - began < baitLife) {
        for (const bait of baits) if ((await bait.poll()) !== 'pending') row.hits.push('a bait was answered');
      }
      rows.push(row);
      say(row);
    }
  } finally {
    close();
    await target.stop();
  }
  return { rows, letThrough: through.after(performance.now() - began) };
}
