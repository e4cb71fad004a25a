// Reads an app's request from the URL's fragment and submits it as an ordinary form.

const names = ['code', 'clientID', 'forwardUrl'];
const longest = 4096;

/**
 * Parses a fragment: `#?` or `#!?` and parameters (wire S18). Reads the first value of three names; ignores
 * `context[device][…]`, because the pin already has the device information.
 * @param {string} fragment with or without its `#`
 * @returns {{ code: string, clientID: string, forwardUrl: string } | undefined} undefined when the code or client is
 *   missing
 */
export function readAuthFragment(fragment) {
  const text = /^#?!?\/?\?([\s\S]*)$/.exec(fragment)?.[1];
  if (text === undefined || text.length > longest * 4) return undefined;
  const given = new URLSearchParams(text);
  const [code, clientID, forwardUrl] = names.map((name) => given.get(name) ?? '');
  if (code === '' || clientID === '') return undefined;
  if ([code, clientID, forwardUrl].some((value) => value.length > longest)) return undefined;
  return { code, clientID, forwardUrl };
}

function go() {
  const asked = readAuthFragment(location.hash);
  if (asked === undefined) {
    document.querySelector('[data-reading]').hidden = true;
    document.querySelector('[data-incomplete]').hidden = false;
    return;
  }
  const form = document.querySelector('[data-request]');
  for (const name of names) form.elements.namedItem(name).value = asked[name];
  form.hidden = false;
  history.replaceState(null, '', location.pathname); // keep the code out of the history
  form.submit();
}

if (typeof document !== 'undefined') {
  go();
  addEventListener('hashchange', go);
}
