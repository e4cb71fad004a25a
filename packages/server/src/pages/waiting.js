// The page of a browser that waits for another device: looks again when there is news, counts down, and works by arrow keys.

const { state, look, left } = document.body.dataset;
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks what the page would show now; the answer comes when there is news, or after a while. */
async function ask() {
  const url = new URL(location.href);
  url.searchParams.set('look', look);
  const answer = await fetch(url).catch(() => undefined);
  return answer?.ok ? answer.text() : look;
}

async function watch() {
  while ((await ask()) === look) await pause(1000);
  location.reload();
}

const bar = document.querySelector('progress');
const text = document.querySelector('[data-fill="left"]');
const ends = performance.now() + Number(left);

function countDown() {
  const remaining = Math.max(0, ends - performance.now());
  const seconds = Math.ceil(remaining / 1000);
  bar.value = remaining;
  text.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  if (remaining > 0) return;
  clearInterval(timer);
  location.reload();
}

const timer = state === 'waiting' ? setInterval(countDown, 1000) : undefined;
if (state === 'waiting') {
  countDown();
  void watch();
}

document.addEventListener('keydown', (event) => {
  const onwards = document.dir === 'rtl' ? -1 : 1;
  const step = { ArrowRight: onwards, ArrowDown: 1, ArrowLeft: -onwards, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const acts = [...document.querySelectorAll('button, a.act')];
  acts[(acts.indexOf(document.activeElement) + step + acts.length) % acts.length]?.focus();
});
