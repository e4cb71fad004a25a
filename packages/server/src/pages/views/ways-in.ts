// Pure: no I/O, no clock, no randomness. Where a person signs in besides, on the account page.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';
import { formToken } from '../shell.ts';
import type { ProviderButton } from './sign-in.ts';

/** Who the account is elsewhere. */
export interface IdentityRow {
  readonly issuer: string;
  readonly subject: string;
  /** What people call the provider. */
  readonly provider: string;
  /** Who they are there. */
  readonly person: string;
}

/** What the account is connected with, and may be connected with. */
export interface WaysIn {
  readonly identities: readonly IdentityRow[];
  readonly connectable: readonly ProviderButton[];
}

/** Lists them, each with what may be done about it. */
export function waysIn(frame: Frame, { identities, connectable }: WaysIn): Html {
  const words = frame.words.elsewhere;
  if (identities.length === 0 && connectable.length === 0) return html``;
  return html`<section class="card" aria-labelledby="ways-title">
    <h2 id="ways-title">${words.waysIn}</h2>
    <ul class="rows">
      ${identities.map(
        ({ issuer, subject, provider, person }) =>
          html`<li class="way">
            <p>${words.connectedAs.html({ provider, person })}</p>
            <form method="post" action="${frame.base}/account/disconnect">
              ${formToken(frame)}
              <input type="hidden" name="issuer" value="${issuer}" />
              <input type="hidden" name="subject" value="${subject}" />
              <button type="submit" class="button quiet small">
                ${words.disconnect}<span class="unseen">${frame.words.frame.about.html({ name: provider })}</span>
              </button>
            </form>
          </li>`,
      )}
    </ul>
    ${connectable.map(
      ({ name, path }) =>
        html`<a class="button quiet" href="${frame.base}${path}"
          ><span>${words.connectTo.html({ provider: name })}</span></a
        >`,
    )}
  </section>`;
}
