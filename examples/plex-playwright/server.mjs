// A site on which people sign in with Plex.
import { createServer } from 'node:http';
import { requestPin, userOf } from '../plex-app.mjs';

const page = (text) => `<!doctype html><title>Example</title><p>${text}</p>`;

export const site = createServer((request, response) => void answer(request, response));

async function answer(request, response) {
  const home = `http://${request.headers.host}`;
  const { pathname, searchParams } = new URL(request.url, home);
  if (pathname === '/signin') {
    const { id, url } = await requestPin();
    const forwardUrl = `${home}/done?pin=${id}`;
    response.writeHead(302, { location: `${url}&${new URLSearchParams({ forwardUrl })}` }).end();
  } else if (pathname === '/done') {
    const user = await userOf({ id: searchParams.get('pin') });
    response.end(page(user === null ? 'Not signed in' : `Signed in as ${user.username}`));
  } else {
    response.end(page('<a href="/signin">Sign in with Plex</a>'));
  }
}
