// The people of a run: accounts made behind the service's back, and how each decides.
import type { Harness } from '../harness/service.ts';
import { registerClient } from '../harness/clients.ts';
import { link } from '../plex/asking.ts';
import { byDelegate, byPage, type Approver } from './approvers.ts';
import { oauthClientId } from './devices.ts';
import type { Recorder, Send } from './recorder.ts';

/** Somebody with an account; with the token of a device that may approve others, or with a browser only. */
export interface Someone {
  readonly id: string;
  readonly account: string;
  readonly token: string | null;
}

/** Makes accounts; of each three two have a device that may approve others. Registers the client of the OAuth devices, too. */
export async function settle(harness: Harness, count: number): Promise<readonly Someone[]> {
  await registerClient(harness, oauthClientId, { accessTokens: 'jwt' });
  const people: Someone[] = [];
  for (let index = 0; index < count; index += 1) {
    const account = await harness.person(`person-${index}`);
    const { id, username } = account;
    const token = index % 3 === 0 ? null : await link(harness, account, `delegate of ${username}`, true);
    people.push({ id, account: username, token });
  }
  return people;
}

/** @param sendFrom how the one with this number sends, and from which address */
export const approversOf = (
  people: readonly Someone[],
  url: string,
  recorder: Recorder,
  sendFrom: (index: number) => readonly [address: string, send: Send],
): readonly Approver[] =>
  people.map(({ account, token }, index) => {
    const [address, send] = sendFrom(index);
    return token === null
      ? byPage(url, account, address, recorder, send)
      : byDelegate(url, { account, token }, address, recorder, send);
  });

/** The name of an account, by its id. */
export function namesOf(people: readonly Someone[]): (id: string) => string {
  const names = new Map(people.map(({ id, account }) => [id, account]));
  return (id) => names.get(id) ?? id;
}
