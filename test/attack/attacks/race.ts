import type { Page } from '../../harness/person.ts';
import { anyHome } from '../addresses.ts';
import { oauthDevice, plexDevice, type Device } from '../devices.ts';
import { again, pick, type Attack, type Mallory, type AttackContext } from '../context.ts';

/** What a page says came of an answer. */
const didSay = ({ path, html }: Page, word: RegExp): boolean => path === '/done' && word.test(html);

/** Yes, no, and many readers at once; the device must hear one story. */
async function raceOnce(
  { hit }: AttackContext,
  device: Device,
  [one, other]: readonly [Mallory, Mallory],
): Promise<void> {
  const questions = [await one.browser.typeCode(device.code), await other.browser.typeCode(device.code)] as const;
  if (questions.some(({ path }) => path !== '/pin')) return;
  const poll = () => device.poll().catch(() => 'refused');
  const [yes, no, ...polls] = await Promise.all([
    one.browser.fillIn(questions[0], { mine: 'on', answer: 'yes' }),
    other.browser.fillIn(questions[1], { answer: 'no' }),
    ...Array.from({ length: 6 }, poll),
  ]);
  const later = await Promise.all(Array.from({ length: 6 }, poll));
  const tokens = new Set([...polls, ...later].filter((answer) => answer !== 'pending' && answer !== 'refused'));
  if (tokens.size > 1) hit(`${tokens.size} token sets for one pin`);
  const denied = didSay(no, /You said no/);
  if (denied && tokens.size > 0) hit('a token in spite of a no');
  if (denied && didSay(yes, /Look at your/)) hit('both a yes and a no were taken');
}

/** Two of the attacker's accounts race over pins of the attacker's own. */
export const race: Attack = {
  name: 'race yes, no and redeeming',
  async run(context) {
    const pairs = Array.from({ length: 4 }, (_, lane) => context.mallories.slice(2 * lane, 2 * lane + 2));
    await again(context, pairs.length, async (lane) => {
      context.tried();
      const [one, other] = pairs[lane] ?? [];
      if (one === undefined || other === undefined) return;
      const home = anyHome();
      const device = await pick([() => oauthDevice(context.send, home), () => plexDevice(context.send, home, false)])();
      await raceOnce(context, device, [one, other]);
    });
  },
};
