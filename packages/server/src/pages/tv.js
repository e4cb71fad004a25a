// The television: asks for a pin as any device does, shows it, and waits. Keeps its identity and token in this browser.

const { base, client, words: wordsText } = document.body.dataset;
const words = JSON.parse(wordsText);
const { createPlexClient, checkPlexToken } = await import(client);

const fill = (name, text) => {
  const place = document.querySelector(`[data-fill="${name}"]`);
  if (place.textContent !== text) place.textContent = text;
};
const say = (text) => fill('said', text);

function identity() {
  const kept = localStorage.getItem('linkpin-tv-id');
  if (kept !== null) return kept;
  const made = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0'));
  localStorage.setItem('linkpin-tv-id', made.join(''));
  return made.join('');
}

const options = {
  server: `${location.origin}${base}`,
  clientIdentifier: identity(),
  product: words.product,
  device: 'TV',
  deviceName: words.deviceName,
  platform: words.platform,
};
const plex = createPlexClient(options);

/** Shows one of: asking, waiting, approved, denied, over. */
function show(state) {
  document.body.dataset.state = state;
  for (const part of document.querySelectorAll('[data-for]')) part.inert = part.dataset.for !== state;
  if (state !== 'asking') document.querySelector(`[data-for="${state}"] button`)?.focus({ focusVisible: false });
}

function showCode(code) {
  const letters = [...code];
  const group = [4, 3, 5].find((size) => letters.length % size === 0) ?? 4;
  const tiles = letters.map((letter, index) => {
    const tile = document.createElement('b');
    tile.textContent = letter;
    if (index > 0 && index % group === 0) tile.classList.add('after-dash');
    return tile;
  });
  const place = document.querySelector('[data-fill="code"]');
  place.replaceChildren(...tiles);
  place.dataset.length = letters.length;
  say(`${words.type} ${letters.join(', ')}`);
}

function showPin(pin) {
  showCode(pin.code);
  document.querySelector('[data-fill="qr"]').src = pin.qr;
  fill('address', pin.linkUrl.replace(/^https?:\/\//, ''));
  fill('news', '');
  show('waiting');
}

function showTime(remaining, whole) {
  const bar = document.querySelector('progress');
  bar.max = whole;
  bar.value = remaining;
  fill('left', `${Math.floor(remaining / 60)}:${String(remaining % 60).padStart(2, '0')}`);
}

function showProgress(state, whole) {
  showTime(state.remaining, whole);
  const news = { opened: words.opened, retrying: words.retrying }[state.kind] ?? '';
  document.body.classList.toggle('opened', state.kind === 'opened');
  const before = document.querySelector('[data-fill="news"]').textContent;
  fill('news', news);
  if (news !== '' && news !== before) say(news);
}

function showOver(text) {
  fill('over', text);
  say(text);
  show('over');
}

async function showWho(token) {
  const check = await checkPlexToken(options, token);
  if (check.kind === 'invalid') {
    localStorage.removeItem('linkpin-tv-token');
    return false;
  }
  const name = check.kind === 'valid' ? (check.user.title ?? check.user.username) : null;
  const text = name === null ? words.signedIn : words.signedInAs.replace('{name}', name);
  if (document.body.dataset.state !== 'approved') {
    say(text);
    show('approved');
  }
  fill('who', text);
  return true;
}

let present = new AbortController();

async function linkOnce(signal) {
  const pin = await plex.requestPin({ signal });
  const whole = pin.remaining;
  showPin(pin);
  for await (const state of pin.states({ signal })) {
    if ('remaining' in state) showProgress(state, whole);
    else return state;
  }
  throw new Error('The wait ended without an outcome.');
}

/** Asks for codes, one after another as they expire, until somebody has decided. */
async function link() {
  present.abort();
  present = new AbortController();
  const { signal } = present;
  try {
    for (;;) {
      const outcome = await linkOnce(signal);
      if (outcome.kind === 'approved') {
        localStorage.setItem('linkpin-tv-token', outcome.token);
        if (await showWho(outcome.token)) return;
      } else if (outcome.kind === 'denied') {
        say(words.denied);
        return show('denied');
      } else if (outcome.kind === 'expired' || outcome.kind === 'gone') {
        say(words.renewed);
      } else {
        return showOver(words.over);
      }
    }
  } catch (error) {
    if (!signal.aborted) showOver(error.code === 'rate_limited' ? words.tooMany : words.noAnswer);
  }
}

/** Gives the token back, so that this television is on nobody's list any more. */
async function forget() {
  const token = localStorage.getItem('linkpin-tv-token') ?? '';
  localStorage.removeItem('linkpin-tv-token');
  const headers = { 'x-plex-token': token, 'x-plex-client-identifier': options.clientIdentifier };
  await fetch(`${options.server}/api/v2/users/signout`, { method: 'DELETE', headers }).catch(() => undefined);
  await link();
}

document.addEventListener('click', ({ target }) => {
  const { act } = target.closest('button')?.dataset ?? {};
  if (act === 'again') void link();
  if (act === 'forget') void forget();
});

document.addEventListener('keydown', (event) => {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const buttons = [...document.querySelectorAll('button')].filter((button) => button.closest('[inert]') === null);
  const at = buttons.indexOf(document.activeElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
});

/** A token may be revoked at any time; a television notices when it looks. */
async function look() {
  const token = localStorage.getItem('linkpin-tv-token');
  if (token === null || !(await showWho(token))) await link();
}

setInterval(() => {
  if (document.body.dataset.state === 'approved' && !document.hidden) void look();
}, 5000);
void look();
