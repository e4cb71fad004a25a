// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';
import { signs } from '../glyphs.ts';
import { formToken, shell } from '../shell.ts';
import type { Words } from '../words/catalogue.ts';
import { referenceLine } from './reference.ts';
import type { ProviderButton } from './sign-in.ts';

/** Why somebody does not come in from a provider. */
export type ArrivalTrouble = keyof Words['arrival'];

/** State of the page that says so. */
export interface ArrivalState {
  readonly trouble: ArrivalTrouble;
  /** What people call the provider. */
  readonly provider: string;
  /** What this service is called. */
  readonly service: string;
  /** Whether there is sign-in with a password. */
  readonly passwords: boolean;
  /** What the request is called in the log; null where its person can mend the error. */
  readonly reference: string | null;
}

export function arrivalView(frame: Frame, { trouble, provider, service, passwords, reference }: ArrivalState): Html {
  const { arrival, elsewhere: words } = frame.words;
  const { title, text } = arrival[trouble];
  const body = html`<div class="card narrow outcome">
    <div class="outcome-sign">${signs.end}</div>
    <h1>${title}</h1>
    <p class="lead">${typeof text === 'string' ? text : text.html({ provider, service })}</p>
    <a class="button" href="${frame.base}/signin?done=out">${passwords ? words.withPassword : words.tryAgain}</a>
    ${referenceLine(frame, reference)}
  </div>`;
  return shell(frame, { title, body, quiet: true });
}

/** The page that leads on to the only provider, for who is not led by itself. */
export function leavingView(frame: Frame, { name, path }: ProviderButton): Html {
  const { signIn, elsewhere } = frame.words;
  const body = html`<div class="card narrow">
    <h1>${signIn.signIn}</h1>
    <a class="button" href="${frame.base}${path}"><span>${elsewhere.signInWith.html({ provider: name })}</span></a>
  </div>`;
  return shell(frame, { title: signIn.signIn, body, quiet: true });
}

/** State of the question whether an account is connected. */
export interface ConnectState {
  /** What people call the provider. */
  readonly provider: string;
  /** Who the person is there. */
  readonly person: string;
  /** What is connected, sealed. */
  readonly sealed: string;
}

export function connectView(frame: Frame, { provider, person, sealed }: ConnectState): Html {
  const words = frame.words.elsewhere;
  const title = words.connectTitle({ provider });
  const body = html`<div class="card narrow">
    <h1>${words.connectTitle.html({ provider })}</h1>
    <p class="lead">${words.connectLead.html({ person, name: frame.who?.username ?? '' })}</p>
    <form method="post" action="${frame.base}/account/connect">
      ${formToken(frame)}
      <input type="hidden" name="sealed" value="${sealed}" />
      <button type="submit" class="button">${words.connectYes}</button>
      <a class="button quiet" href="${frame.base}/account">${words.connectNo}</a>
    </form>
  </div>`;
  return shell(frame, { title, body, quiet: true });
}
