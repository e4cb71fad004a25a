// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';
import { formToken, shell } from '../shell.ts';

/**
 * Renders the confirmation between a link and the look-up of its code: another site can link here but not press the
 * button.
 */
export function continueView(frame: Frame, ticket: string): Html {
  const words = frame.words.continue;
  const body = html`<div class="card narrow">
    <h1>${words.title}</h1>
    <p class="lead">${words.lead}</p>
    <form method="post" action="${frame.base}/continue">
      ${formToken(frame)}
      <input type="hidden" name="t" value="${ticket}" />
      <button type="submit" class="button">${words.go}</button>
    </form>
    <p class="links"><a href="${frame.base}/link">${words.typeCode}</a></p>
  </div>`;
  return shell(frame, { title: words.title, body, quiet: true });
}
