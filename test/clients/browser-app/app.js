// What Seerr and Tautulli do in the browser to sign somebody in: ask for a pin, open the Auth App in a popup, poll each
// second with a limit of a second, and read with the token who it is. What it sees is kept in `seen` for the test.
const { plex, prefix } = Object.fromEntries(new URLSearchParams(location.search));

const headers = {
  Accept: 'application/json',
  'X-Plex-Product': 'Requests',
  'X-Plex-Version': 'Plex OAuth',
  'X-Plex-Client-Identifier': '2f1f8b56-5d2e-4a53-9c4e-b7c4bba1b0a5',
  'X-Plex-Platform': 'Chrome',
  'X-Plex-Platform-Version': '140.0',
  'X-Plex-Model': 'Plex OAuth',
  'X-Plex-Device': 'Linux',
  'X-Plex-Device-Name': 'Chrome (Requests)',
  'X-Plex-Device-Screen-Resolution': '1280x800,1280x800',
  'X-Plex-Language': 'en',
};

const seen = { polls: [], closed: [] };
window.seen = seen;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function poll(id) {
  try {
    const response = await fetch(`${plex}/api/v2/pins/${id}`, { headers, signal: AbortSignal.timeout(1000) });
    seen.polls.push(response.status);
    return response.ok ? (await response.json()).authToken : undefined;
  } catch {
    seen.polls.push('no answer'); // it gives up on a read after a second, and asks again
    return null;
  }
}

async function signIn() {
  // In the click handler itself, or the browser blocks it.
  const popup = window.open('about:blank', 'plex', 'width=600,height=700');
  const asked = await fetch(`${plex}/api/v2/pins?strong=true`, { method: 'POST', headers });
  const { id, code } = await asked.json();
  const parameters = {
    clientID: headers['X-Plex-Client-Identifier'],
    'context[device][product]': headers['X-Plex-Product'],
    'context[device][version]': headers['X-Plex-Version'],
    'context[device][platform]': headers['X-Plex-Platform'],
    'context[device][platformVersion]': headers['X-Plex-Platform-Version'],
    'context[device][device]': headers['X-Plex-Device'],
    'context[device][deviceName]': headers['X-Plex-Device-Name'],
    'context[device][model]': headers['X-Plex-Model'],
    'context[device][screenResolution]': headers['X-Plex-Device-Screen-Resolution'],
    'context[device][layout]': 'desktop',
    code,
  };
  popup.location.href = `${plex}${prefix}?${new URLSearchParams(parameters)}`;

  for (;;) {
    const token = await poll(id);
    seen.closed.push(popup.closed);
    if (token === undefined) return 'No: the pin is gone';
    if (token !== null) {
      popup.close();
      const user = await fetch(`${plex}/api/v2/user`, { headers: { ...headers, 'X-Plex-Token': token } });
      return `Signed in as ${(await user.json()).username}`;
    }
    if (popup.closed) return 'The popup was closed';
    await pause(1000);
  }
}

document.querySelector('button').addEventListener('click', () => {
  void signIn()
    .catch(String)
    .then((outcome) => (document.querySelector('output').textContent = outcome));
});
