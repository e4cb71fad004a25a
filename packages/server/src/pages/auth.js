// Reads what an app asks for from the URL's fragment and sends it on as an ordinary form.

const names = ['code', 'clientID', 'forwardUrl'];
const longest = 4096;

/**
 * What stands in a fragment: `#?…` or `#!?…` (wire S18). Only the three names that count are looked at, the first of
 * each; the `context[device][…]` that apps add is what they say of themselves here, and the pin knows that better.
 * @param {string} fragment with or without its `#`
 * @returns {{ code: string, clientID: string, forwardUrl: string } | undefined} undefined when the code or client is missing
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
  history.replaceState(null, '', location.pathname); // the code does not stay in the history
  form.submit();
}

if (typeof document !== 'undefined') {
  go();
  addEventListener('hashchange', go);
}
