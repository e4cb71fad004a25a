// Signs in with Plex by an app in a page of Chromium, and prints who it is.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const app = `<!doctype html><title>An app</title><output></output><script type="module">
const ask = async (method, url, more = {}) => {
  const headers = { accept: 'application/json', 'x-plex-client-identifier': 'matrix', ...more };
  return (await fetch(url, { method, headers })).json();
};
let pin = await ask('POST', 'https://plex.tv/api/v2/pins?strong=true');
while (pin.authToken === null) pin = await ask('GET', 'https://clients.plex.tv/api/v2/pins/' + pin.id);
const { username } = await ask('GET', 'https://plex.tv/api/v2/user', { 'x-plex-token': pin.authToken });
document.querySelector('output').textContent = 'signed in as ' + username;
</script>`;

const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(app));
await once(server.listen(0, '127.0.0.1'), 'listening');
const args = ['--no-sandbox', ...JSON.parse(process.env.LINKPIN_CHROMIUM_ARGS ?? '[]')];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  console.log(await page.locator('output', { hasText: 'signed in' }).textContent());
} finally {
  await browser.close();
  server.close();
}
