// Links for new passwords, asked for until every limit on them should have spoken.
import { nthStreet } from '../addresses.ts';
import { mailsOfAddress, mailsOfAll, mailsOfNetwork } from '../bounds.ts';
import { again, type Attack } from '../context.ts';

/** From one network to anybody; to one address from anywhere; and to anybody from anywhere. */
export const askForMails: Attack = {
  name: 'mails without end',
  least: 400,
  async run(context) {
    const { send, target } = context;
    const headers = { origin: new URL(target.url).origin };
    let turns = 0;
    await again(context, 4, async () => {
      const turn = turns++;
      context.tried();
      const from = turn % 3 === 0 ? '45.83.226.1' : nthStreet(30_000 + turn);
      const email = turn % 3 === 1 ? 'victim@example.org' : `anybody-${turn}@example.org`;
      const { status } = await send(from, 'POST', '/forgot', { headers, body: { email } });
      if (status !== 303) return;
      context.letThrough(mailsOfNetwork, from);
      context.letThrough(mailsOfAddress, email);
      context.letThrough(mailsOfAll, 'all');
    });
  },
};
