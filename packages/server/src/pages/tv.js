// The demo television: requests a pin like any device, shows it, and waits. Stores its identity and token in this
// browser.

const { base, client, words: wordsText } = document.body.dataset;
const words = JSON.parse(wordsText);

const fill = (name, text) => {
  const place = document.querySelector(`[data-fill="${name}"]`);
  if (place.textContent !== text) place.textContent = text;
};
const say = (text) => fill('said', text);

/** Keeps a foreign name from reordering the sentence around it. */
const isolated = (text) => (document.dir === 'rtl' ? `\u2068${text}\u2069` : text);

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

/**
 * Shows one of the states asking, waiting, approved, denied, over. Focuses a button only if pressing it loses neither
 * the shown code nor the sign-in.
 */
function show(state) {
  document.body.dataset.state = state;
  for (const part of document.querySelectorAll('[data-for]')) part.inert = part.dataset.for !== state;
  askFirst(false);
  if (state === 'denied' || state === 'over') document.querySelector(`[data-for="${state}"] button`)?.focus();
}

/** Shows or hides the confirmation for replacing the code. */
function askFirst(asks) {
  for (const part of document.querySelectorAll('[data-part]')) part.hidden = (part.dataset.part === 'sure') !== asks;
  if (!asks) return;
  tellWhatIsLost();
  say(document.querySelector('[data-fill="sure"]').textContent);
  document.querySelector('[data-act="keep"]').focus();
}

function tellWhatIsLost() {
  fill('sure', document.body.classList.contains('opened') ? words.replaceOpened : words.replace);
}

function keepCode() {
  askFirst(false);
  document.querySelector('[data-act="ask"]').focus();
}

/** Fills a slot of a text. */
const filled = (text, slot, value) => text.replace(`{${slot}}`, () => value);

/** The code letter by letter, for a screen reader. */
const saidCode = (code) => filled(words.type, 'code', [...code].join(', '));

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
  say(saidCode(code));
}

/** @param {string} news a temporary note */
function showPin(pin, news) {
  document.body.classList.remove('opened');
  document.body.classList.toggle('renewed', news !== '');
  showCode(pin.code);
  document.querySelector('[data-fill="qr"]').src = pin.qr;
  fill('address', pin.linkUrl.replace(/^https?:\/\//, ''));
  fill('news', news);
  if (news !== '') say(`${news} ${saidCode(pin.code)}`);
  show('waiting');
}

function showTime(remaining, whole) {
  const bar = document.querySelector('progress');
  bar.max = whole;
  bar.value = remaining;
  fill('left', `${Math.floor(remaining / 60)}:${String(remaining % 60).padStart(2, '0')}`);
}

function showProgress(state, whole, standing) {
  showTime(state.remaining, whole);
  const news = { opened: words.opened, retrying: words.retrying }[state.kind] ?? standing;
  document.body.classList.toggle('opened', state.kind === 'opened');
  tellWhatIsLost();
  const before = document.querySelector('[data-fill="news"]').textContent;
  fill('news', news);
  if (news !== '' && news !== before) say(news);
}

let retry;

/** Shows the problem and a countdown, then retries. */
function showOver(text, seconds, again) {
  fill('over', text);
  say(text);
  show('over');
  let left = Math.ceil(seconds);
  const tell = () => fill('retry', filled(words.retryIn, 'seconds', String(left)));
  tell();
  clearInterval(retry);
  retry = setInterval(() => {
    left -= 1;
    if (left > 0) return tell();
    clearInterval(retry);
    again();
  }, 1000);
}

const sdk = await import(client).catch(() => undefined);
if (sdk === undefined) showOver(words.noAnswer, 10, () => location.reload());
const { createPlexClient, checkPlexToken } = sdk ?? {};
const plex = createPlexClient?.(options);

async function showWho(token) {
  const check = await checkPlexToken(options, token);
  if (check.kind === 'invalid') {
    localStorage.removeItem('linkpin-tv-token');
    return false;
  }
  const name = check.kind === 'valid' ? (check.user.title ?? check.user.username) : null;
  const text = name === null ? words.signedIn : filled(words.signedInAs, 'name', isolated(name));
  if (document.body.dataset.state !== 'approved') {
    say(text);
    show('approved');
  }
  fill('who', text);
  return true;
}

let present = new AbortController();
let shown;

/** Duration of the note about a new code, in seconds. */
const newsLasts = 30;

async function linkOnce(signal, news) {
  const pin = await plex.requestPin({ signal });
  const whole = pin.remaining;
  shown = pin;
  showPin(pin, news);
  for await (const state of pin.states({ signal })) {
    if (!('remaining' in state)) {
      shown = undefined;
      return state;
    }
    const isNew = whole - state.remaining < newsLasts;
    document.body.classList.toggle('renewed', isNew && news !== '');
    showProgress(state, whole, isNew ? news : '');
  }
  throw new Error('The wait ended without an outcome.');
}

/** Seconds until the next attempt after this many failures. */
const pauseAfter = (failures) => Math.min(60, 5 * 2 ** failures);

let failures = 0;

/** Requests codes, replacing expired ones, until there is a decision. Cancels a code that is still shown. */
async function link() {
  clearInterval(retry);
  present.abort();
  present = new AbortController();
  const { signal } = present;
  void shown?.cancel();
  shown = undefined;
  show('asking');
  let news = '';
  try {
    for (;;) {
      const outcome = await linkOnce(signal, news);
      failures = 0;
      if (outcome.kind === 'approved') {
        localStorage.setItem('linkpin-tv-token', outcome.token);
        if (await showWho(outcome.token)) return;
      } else if (outcome.kind === 'denied') {
        say(words.denied);
        return show('denied');
      } else if (outcome.kind === 'expired' || outcome.kind === 'gone') {
        news = words.renewed;
      } else {
        return showOver(words.over, pauseAfter(0), link);
      }
    }
  } catch (error) {
    if (signal.aborted) return;
    shown = undefined;
    const text = error.code === 'rate_limited' ? words.tooMany : words.noAnswer;
    showOver(text, error.retryAfter ?? pauseAfter(failures), link);
    failures += 1;
  }
}

/** Revokes the token, which removes this television from the account's devices. */
async function forget() {
  const token = localStorage.getItem('linkpin-tv-token') ?? '';
  localStorage.removeItem('linkpin-tv-token');
  const headers = { 'x-plex-token': token, 'x-plex-client-identifier': options.clientIdentifier };
  await fetch(`${options.server}/api/v2/users/signout`, { method: 'DELETE', headers }).catch(() => undefined);
  await link();
}

document.addEventListener('click', ({ target }) => {
  const { act } = target.closest('button')?.dataset ?? {};
  if (act === 'ask') askFirst(true);
  if (act === 'keep') keepCode();
  if (act === 'again') void (sdk === undefined ? location.reload() : link());
  if (act === 'forget') void forget();
});

document.addEventListener('keydown', (event) => {
  const onwards = document.dir === 'rtl' ? -1 : 1;
  const step = { ArrowRight: onwards, ArrowDown: 1, ArrowLeft: -onwards, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const buttons = [...document.querySelectorAll('button')].filter(
    (button) => button.closest('[inert], [hidden]') === null,
  );
  const at = buttons.indexOf(document.activeElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
});

/** Checks whether the token has been revoked. */
async function look() {
  const token = localStorage.getItem('linkpin-tv-token');
  if (token === null || !(await showWho(token))) await link();
}

if (sdk !== undefined) {
  setInterval(() => {
    if (document.body.dataset.state === 'approved' && !document.hidden) void look();
  }, 5000);
  show('asking');
  void look();
}
