// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';
import { shell } from '../shell.ts';

/**
 * Renders the page that apps open (wire S18). The request is in the URL's fragment, which only a script can read; it
 * submits the three values as a form. Without scripts, a hint appears after a moment.
 */
export function authView(frame: Frame): Html {
  const words = frame.words.auth;
  const body = html`<div class="card narrow" data-reading>
      <h1>${words.title}</h1>
      <p class="lead">${words.lead}</p>
      <p class="notice late">${words.noScript}</p>
      <form method="post" action="${frame.base}/auth" data-request hidden>
        <input type="hidden" name="code" />
        <input type="hidden" name="clientID" />
        <input type="hidden" name="forwardUrl" />
        <button type="submit" class="button">${words.go}</button>
      </form>
      <p class="links"><a href="${frame.base}/link">${words.typeCode}</a></p>
    </div>
    <div class="card narrow" data-incomplete hidden>
      <h1>${words.incomplete}</h1>
      <p class="lead">${words.incompleteText}</p>
      <a class="button" href="${frame.base}/link">${words.typeCode}</a>
    </div>`;
  return shell(frame, { title: words.title, body, quiet: true, scripts: ['auth.js'] });
}
