// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';

/**
 * Renders the way for a browser without a keyboard: a code, and a phone.
 *
 * @param ticket the sealed request
 */
export const anotherDevice = ({ base, words: { authorize: words } }: Frame, ticket: string): Html =>
  html`<form class="elsewhere" method="post" action="${base}/another-device">
    <input type="hidden" name="request" value="${ticket}" />
    <p class="hint centre">${words.noKeyboard}</p>
    <button type="submit" class="button quiet">${words.anotherDevice}</button>
  </form>`;
