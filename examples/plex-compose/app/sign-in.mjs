// An app that signs in with Plex: it calls https://plex.tv, and knows nothing of an emulator.
import { setTimeout as delay } from 'node:timers/promises';

const headers = { accept: 'application/json', 'x-plex-client-identifier': 'my-app', 'x-plex-product': 'My App' };
const ask = async (method, path, more = {}) => {
  const answer = await fetch(`https://plex.tv/api/v2${path}`, { method, headers: { ...headers, ...more } });
  return answer.json();
};

const { id, code } = await ask('POST', '/pins?strong=true');
console.log(`open https://app.plex.tv/auth#?clientID=my-app&code=${code}`);
let token = null;
while (token === null) {
  await delay(100);
  token = (await ask('GET', `/pins/${id}`)).authToken;
}
const { username } = await ask('GET', '/user', { 'x-plex-token': token });
console.log(`signed in as ${username}`);
