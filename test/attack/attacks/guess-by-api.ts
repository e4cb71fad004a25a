import assert from 'node:assert/strict';
import { attackerAddress, anyBot } from '../addresses.ts';
import { codesOfAccount } from '../bounds.ts';
import { again, anyText, pick, type Attack, type Mallory, type AttackContext } from '../context.ts';

/** A device of the attacker's that its person let approve others, and its token. */
async function linkApprover({ send }: AttackContext, mallory: Mallory): Promise<string> {
  const headers = {
    'x-plex-client-identifier': `mallory-${mallory.name}`,
    'linkpin-ask': 'approver',
    accept: 'application/json',
  };
  const created = await send(mallory.address, 'POST', '/api/v2/pins?strong=true', { headers });
  assert.equal(created.status, 201, `${mallory.name} got no code to begin with`);
  const { id, code } = created.json as { readonly id: number; readonly code: string };
  const consent = await mallory.browser.typeCode(code);
  await mallory.browser.fillIn(consent, { mine: 'on', approver: 'on', answer: 'yes' });
  const read = await send(mallory.address, 'GET', `/api/v2/pins/${id}`, { headers });
  return (read.json as { readonly authToken: string }).authToken;
}

/** Guesses codes as a device that may approve, from its own network and from others. */
export const guessByApi: Attack = {
  name: 'guess codes, by API',
  least: 40,
  async run(context) {
    const { send, tried, hit, letThrough } = context;
    // Not the first one: a flood has spent what its address may ask for.
    const mallory = pick(context.mallories.slice(1, 10));
    const token = await linkApprover(context, mallory);
    await again(context, 4, async () => {
      tried();
      const headers = { 'x-plex-token': token, 'x-plex-client-identifier': 'mallory', accept: 'application/json' };
      const body = { code: anyText('ABCDEFGHJKLMNPQRSTUVWXYZ0123456789', pick([4, 5, 6])) };
      const from = pick([attackerAddress, anyBot()]);
      const { status } = await send(from, pick(['PUT', 'DELETE']), '/api/v2/pins/link', { headers, body });
      if (status !== 429 && status !== 503) letThrough(codesOfAccount, mallory.name);
      if (status < 300) hit(`a code was guessed at /api/v2/pins/link: ${status}`);
    });
  },
};
