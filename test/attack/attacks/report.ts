import { anyHome, sharedAddress } from '../addresses.ts';
import { again, pick, type Attack } from '../context.ts';

/**
 * Says "this was not me" of requesters that look like honest ones: the same client identifier from another network, and
 * the same OAuth client from the shared address, where honest people use it as well.
 */
export const reportFalsely: Attack = {
  name: 'report falsely',
  async run(context) {
    const { send, baits, mallories, tried } = context;
    // As many as all its accounts may report in a day; more would be a flood, which is another attack.
    let left = 50;
    const plex = baits.filter(({ clientId }) => clientId !== 'tv');
    await again(context, 3, async () => {
      tried();
      const headers = { 'x-plex-client-identifier': pick(plex).clientId, accept: 'application/json' };
      const asked =
        left > 0 && left-- % 2 === 0
          ? await send(sharedAddress, 'POST', '/oauth/device_authorization', { body: { client_id: 'tv' } })
          : await send(anyHome(), 'POST', '/api/v2/pins', { headers });
      const { code, user_code: userCode } = (asked.json ?? {}) as {
        readonly code?: string;
        readonly user_code?: string;
      };
      const typed = code ?? userCode;
      if (typed === undefined) return;
      const { browser } = pick(mallories.slice(0, 10));
      const consent = await browser.typeCode(typed);
      if (consent.forms.some(({ names }) => names.has('answer'))) await browser.fillIn(consent, { answer: 'not-me' });
    });
  },
};
