// An app that signs in at plex.tv as it should, but for what it is told to get wrong.
import type { Client, Said } from './play.ts';

const strict = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** @param wrong the check that it is to fail; undefined for none */
export function app(wrong?: string): Client {
  const is = (name: string): boolean => wrong === name;
  const headersFor = (client: string): Readonly<Record<string, string>> => ({
    accept: 'application/json',
    'x-plex-client-identifier': client,
    ...(is('C1-headers') ? {} : { 'x-plex-product': 'App' }),
  });

  /** Whether the app stumbles over what it does not need. */
  const stumbles = ({ body }: NonNullable<Said>): boolean => {
    if (is('C4-location')) return (body['location'] as { code?: unknown } | null | undefined)?.code !== 'US';
    return is('C5-times') && !strict.test(String(body['createdAt']));
  };

  return async (world) => {
    const created = await world.send({ method: 'POST', path: '/api/v2/pins', headers: headersFor('app') });
    if (created === undefined || (is('C2-created-200') ? created.status !== 201 : created.status >= 300)) return 1;
    if (!is('C9-code')) world.print(`Enter ${String(created.body['code'])}`);
    const read = (): Promise<Said> =>
      world.send({
        path: `/api/v2/pins/${String(created.body['id'])}`,
        headers: headersFor(is('C1-same-client') ? 'another' : 'app'),
      });
    const end = world.now() + Number(created.body['expiresIn']);
    let pause = is('C6-pace') ? 0.2 : 1;
    while (world.now() + pause < end || is('C6-expiry')) {
      await world.wait(pause);
      const answer = await read();
      pause = is('C6-pace') ? 0.2 : 1;
      if (answer?.status === 404 && !is('C2-gone')) break;
      if (answer?.status === 503 && is('C2-trouble')) break;
      if (answer?.status === 429 && !is('C6-retry-after')) pause = answer.retryAfter;
      if (answer?.status !== 200) continue;
      if (stumbles(answer)) throw new Error('the app of a test stumbled');
      const token = answer.body['authToken'];
      if (is('C3-pending') ? token !== null : typeof token === 'string' && token !== '') {
        if (is('C2-end')) await read();
        return 0;
      }
    }
    world.print('Nobody came, or the code is gone.');
    return 1;
  };
}
