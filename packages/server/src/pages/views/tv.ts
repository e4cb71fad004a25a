// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';
import { signs } from '../glyphs.ts';
import { tvShell } from '../tv-shell.ts';

/**
 * Renders the demo television, also an example for people who build their own: a dark page to be read from a distance.
 * Its script uses the SDK and the API like any device.
 *
 * @param client URL path of the SDK's module
 */
export function tvView(frame: Frame, client: string): Html {
  const { base, name, asset, words: all } = frame;
  const words = all.tv;
  const main = html`<noscript><p class="no-script">${words.noScript}</p></noscript>
    <section class="end" data-for="asking"><p>${words.asking}</p></section>
    <section class="ask" data-for="waiting">
      <div class="ask-words">
        <h1>${words.heading}</h1>
        <p class="way">${words.go.html({ address: html`<strong data-fill="address" dir="ltr"></strong>` })}</p>
        <p class="way">${words.type}</p>
        <p class="code" data-fill="code"></p>
        <p class="news" data-fill="news"></p>
      </div>
      <div class="ask-picture">
        <div class="card">
          <img data-fill="qr" src="${base}${asset('icon.svg')}" alt="${words.qr}" width="400" height="400" />
        </div>
        <p>${words.scan}</p>
      </div>
    </section>
    <section class="end" data-for="approved">
      <div class="end-sign good">${signs.check}</div>
      <h1 data-fill="who">${words.script.signedIn}</h1>
      <p>${words.approvedText}</p>
      <div class="acts">
        <button type="button" data-act="forget">${words.forget}</button>
      </div>
    </section>
    <section class="end" data-for="denied">
      <div class="end-sign">${signs.cross}</div>
      <h1>${words.denied}</h1>
      <p>${words.deniedText}</p>
      <div class="acts"><button type="button" data-act="again">${words.again}</button></div>
    </section>
    <section class="end" data-for="over">
      <div class="end-sign">${signs.end}</div>
      <h1 data-fill="over">${words.script.over}</h1>
      <p data-fill="retry">${words.overText}</p>
      <div class="acts"><button type="button" data-act="again">${words.now}</button></div>
    </section>
    <p class="unseen" role="status" data-fill="said"></p>`;
  const footer = html`<footer data-for="waiting">
    <div class="acts" data-part="plain"><button type="button" data-act="ask">${words.anew}</button></div>
    <div class="acts" data-part="sure" hidden>
      <p data-fill="sure"></p>
      <button type="button" data-act="keep">${words.keep}</button>
      <button type="button" data-act="again">${words.replace}</button>
    </div>
    <p data-fill="left"></p>
    <progress max="100" value="100" aria-label="${words.left}"></progress>
  </footer>`;
  return tvShell(frame, {
    title: words.title,
    brand: words.brand({ service: name }),
    script: 'tv.js',
    attributes: html`data-base="${base}" data-client="${base}${client}" data-words="${JSON.stringify(words.script)}"
    data-state="off"`,
    main,
    footer,
  });
}
