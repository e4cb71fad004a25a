// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';
import { signs } from '../glyphs.ts';
import { shell } from '../shell.ts';
import { continueTo, takingBackTo, type Destination } from './going-on.ts';

/** State of the page that leads back to the app. */
export interface LeadingBackState {
  /** The URL with the answer. */
  readonly to: string;
  readonly host: Destination;
  readonly saidNo: boolean;
}

/** Renders the page that leads back to the app, for whoever is not led by itself. */
export function leadingBackView(frame: Frame, { to, host, saidNo }: LeadingBackState): Html {
  const words = frame.words.authorize;
  const title = saidNo ? words.notSignedIn : words.signedIn;
  const body = html`<div class="card narrow outcome">
    <div class="outcome-sign ${saidNo ? '' : 'good'}">${saidNo ? signs.cross : signs.check}</div>
    <h1>${title}</h1>
    <p class="centre">${takingBackTo(frame, host)}</p>
    <a class="button" href="${to}">${continueTo(frame, host)}</a>
  </div>`;
  return shell(frame, { title, body, quiet: true });
}

/** Renders the page of a sign-in that its app has taken already. */
export function signedInToView(frame: Frame, app: string): Html {
  const { authorize: words, done } = frame.words;
  const body = html`<div class="card narrow outcome">
    <div class="outcome-sign good">${signs.check}</div>
    <h1>${words.signedIn}</h1>
    <p class="lead">${words.signedInTo.html({ app })} ${done.close}</p>
    <p class="links"><a href="${frame.base}/devices">${frame.words.devices.title}</a></p>
  </div>`;
  return shell(frame, { title: words.signedIn, body, quiet: true });
}
