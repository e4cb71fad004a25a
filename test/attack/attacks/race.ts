import type { Page } from '../../harness/person.ts';
import { anyHome } from '../addresses.ts';
import { oauthDevice, plexDevice, type Device } from '../devices.ts';
import { again, pick, type Attack, type Mallory, type AttackContext } from '../context.ts';

/** Whether a page says that the answer was taken. */
const didSay = ({ path, html }: Page, word: RegExp): boolean => path === '/done' && word.test(html);

/** An approval, a denial and many polls at once; the device must see one outcome. */
async function raceOnce(
  { hit }: AttackContext,
  device: Device,
  [one, other]: readonly [Mallory, Mallory],
): Promise<void> {
  const consents = [await one.browser.typeCode(device.code), await other.browser.typeCode(device.code)] as const;
  if (consents.some(({ path }) => path !== '/pin')) return;
  const poll = () => device.poll().catch(() => 'refused');
  const [approval, denial, ...polls] = await Promise.all([
    one.browser.fillIn(consents[0], { mine: 'on', answer: 'yes' }),
    other.browser.fillIn(consents[1], { answer: 'no' }),
    ...Array.from({ length: 6 }, poll),
  ]);
  const later = await Promise.all(Array.from({ length: 6 }, poll));
  const tokens = new Set([...polls, ...later].filter((answer) => answer !== 'pending' && answer !== 'refused'));
  if (tokens.size > 1) hit(`${tokens.size} token sets for one pin`);
  const denied = didSay(denial, /You said no/);
  if (denied && tokens.size > 0) hit('a token in spite of a denial');
  if (denied && didSay(approval, /Look at your/)) hit('both an approval and a denial were taken');
}

/** Two of the attacker's accounts race over pins of the attacker's own. */
export const race: Attack = {
  name: 'race approving, denying and redeeming',
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
