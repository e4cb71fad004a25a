// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';
import { signs } from '../glyphs.ts';
import { shell } from '../shell.ts';

/** Renders the page about a client that asks in a way that cannot be answered: for its person, and whoever runs it. */
export function requestTroubleView(frame: Frame, what: 'client' | 'redirect-uri'): Html {
  const words = frame.words.authorize;
  const body = html`<div class="card narrow outcome">
    <div class="outcome-sign">${signs.end}</div>
    <h1>${words.title}</h1>
    <p class="lead">${words.text}</p>
    <p class="notice">${what === 'client' ? words.client : words.redirectUri}</p>
  </div>`;
  return shell(frame, { title: words.title, body, quiet: true });
}
