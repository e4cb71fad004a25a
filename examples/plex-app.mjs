// An app in which people sign in with Plex. It calls https://plex.tv, and knows nothing of a test.
import { setTimeout as delay } from 'node:timers/promises';

const headers = {
  accept: 'application/json',
  'x-plex-client-identifier': 'linkpin-example',
  'x-plex-product': 'Example',
};

/** Asks plex.tv for a pin, and says where the person approves it. */
export async function requestPin() {
  const answer = await fetch('https://plex.tv/api/v2/pins?strong=true', { method: 'POST', headers });
  if (!answer.ok) throw new Error(`plex.tv answers ${answer.status}`);
  const { id, code } = await answer.json();
  const query = new URLSearchParams({ clientID: headers['x-plex-client-identifier'], code });
  return { id, url: `https://app.plex.tv/auth#?${query}` };
}

/** Waits until the person has decided. Answers the user, or null once the pin is gone. */
export async function userOf({ id }) {
  for (;;) {
    const answer = await fetch(`https://plex.tv/api/v2/pins/${id}`, { headers });
    if (answer.status === 404) return null;
    const { authToken = null } = answer.ok ? await answer.json() : {};
    if (authToken !== null) {
      const user = await fetch('https://plex.tv/api/v2/user', { headers: { ...headers, 'x-plex-token': authToken } });
      return user.json();
    }
    const seconds = Number(answer.headers.get('retry-after') ?? 0.1);
    await delay(seconds * 1000);
  }
}
