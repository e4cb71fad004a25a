// Signs in with @ctrl/plex as often as told, visits the media server each time, and prints who reached what.
import { MyPlexAccount } from '@ctrl/plex';

for (let left = Number(process.argv[2] ?? 1); left > 0; left -= 1) {
  const login = await MyPlexAccount.getWebLogin();
  const account = await MyPlexAccount.webLoginCheck(login, 60);
  const resource = await account.resource('Attic');
  const server = await resource.connect();
  console.log(`${account.username} (${account.email}) reaches ${server.friendlyName}, owned: ${resource.owned}`);
}
