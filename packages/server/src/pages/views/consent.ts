// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import { nameOf, shownText } from '../../domain/device-info.ts';
import type { FarNearness } from '../../domain/far-policy.ts';
import type { DeviceInfo } from '../../domain/pin.ts';
import { codeTiles } from '../code-tiles.ts';
import { deviceKind } from '../device-kind.ts';
import { deviceName } from '../device-name.ts';
import { formError } from '../fields.ts';
import type { Frame, Html } from '../frame.ts';
import { deviceGlyph, signs } from '../glyphs.ts';
import { formToken, shell } from '../shell.ts';
import { anotherDevice } from './another-device.ts';
import type { Destination } from './going-on.ts';
import { numberField, type NumberTrouble } from './number-field.ts';
import { systemName } from '../system-name.ts';
import type { Where } from '../where.ts';
import { wayOf } from '../words/sign-in-way.ts';
import type { Words } from '../words/catalogue.ts';
import { relativeTime } from '../words/time.ts';

/** State of the consent page. */
export interface ConsentState {
  /** Sealed reference to the request, valid in this session only. */
  readonly ticket: string;
  /** Whether the person typed the code, an app opened the page, or a client led this browser here. */
  readonly via: 'code' | 'app' | 'browser';
  /** The sealed request that another device could answer in the place of this one, or null. */
  readonly anotherDevice: string | null;
  /** Where this browser is led afterwards; undefined if it stays here. */
  readonly leadsTo: Destination | undefined;
  /** An approval needs the tick. */
  readonly needsTick: boolean;
  readonly deviceInfo: DeviceInfo;
  /** The code to compare, or null if no device shows it. */
  readonly code: string | null;
  readonly where: Where;
  /** How far the requester seems to be; null if there is nothing to warn about. */
  readonly far: FarNearness | null;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
  readonly wantsToApprove: boolean;
  /** True if the person approved without ticking the box. */
  readonly tickMissing: boolean;
  /** The state of the box, if the page is shown again. */
  readonly ticked: boolean;
  /** The state of the second box, if the page is shown again. */
  readonly mayApprove: boolean;
  /** Characters per group of the code. */
  readonly groupOf: number;
  /** The source of its name: the operator, a self-registered client, the site of its metadata document, or the device. */
  readonly nameFrom: 'operator' | 'client' | 'site' | 'device';
  /** The requested scopes. */
  readonly requestedScopes: readonly RequestedScope[];
  /** The error of the scopes: none is ticked, or one is not allowed from far away. */
  readonly scopesMissing: 'none-left' | 'too-far' | null;
  /** The number to match and its error; null if not required. */
  readonly number: { readonly trouble: NumberTrouble | null } | null;
}

/** A requested scope. */
export interface RequestedScope {
  readonly scope: string;
  /** Its description, if there is one. */
  readonly words: string | null;
  readonly ticked: boolean;
  /** The person cannot take it out by itself: it is what the request is about. */
  readonly isFixed: boolean;
}

/** Renders unverified device information: "It says it is My Player 3 on tvOS 17". */
function saysItIs({ words: all }: Frame, deviceInfo: DeviceInfo): Html {
  const words = all.consent;
  const { product, version } = deviceInfo;
  const joined = (...parts: readonly (string | null)[]): string | null =>
    shownText(parts.filter((part) => part !== null).join(' '), 60);
  const what = joined(product, product === null ? null : version);
  const system = systemName(deviceInfo, 60, all);
  if (what !== null && system !== null) return words.saysItIsOn.html({ what, system });
  const one = what ?? system;
  return one === null ? html`${words.saysNothing}` : words.saysItIs.html({ what: one });
}

/** Renders a client that the operator registered: only its system is unverified. */
function knownTo({ name: service, words }: Frame, deviceInfo: DeviceInfo): Html {
  const system = systemName(deviceInfo, 60, words);
  return system === null ? words.consent.knownTo.html({ service }) : words.consent.knownToOn.html({ service, system });
}

function whereLine(where: Where, words: Words['consent']): Html {
  switch (where.at) {
    case 'own-network':
      return where.place === null
        ? html`${words.ownNetwork({ address: where.address })}`
        : html`<bdi>${where.place}</bdi> · ${words.ownNetwork({ address: where.address })}`;
    case 'local-network':
      return html`${words.localNetwork({ address: where.address })}`;
    case 'place':
      return html`<bdi>${where.place}</bdi>`;
    case 'unknown':
      return html`${words.unknownPlace}`;
  }
}

/** Renders the warning at the top, for a far requester. An unknown place alone is no reason for one. */
function alarm({ far, where }: ConsentState, words: Words['consent']): Html {
  if (far === null || far === 'unknown') return html``;
  const text = far === 'far' && where.at === 'place' ? words.farAt({ place: where.place }) : words[far];
  return html`<p class="alarm" role="alert">${signs.warning}<span>${text} ${words.notYours}</span></p>`;
}

/** The name of what asks. */
const askerName = ({ words }: Frame, { deviceInfo, via }: ConsentState): string =>
  (via === 'code' ? null : shownText(deviceInfo.product, 60)) ?? deviceName(nameOf(deviceInfo), words);

/** Where the request is from: of one in this browser what counts is where it leads. */
function whereFact({ via, where, leadsTo }: ConsentState, words: Words['consent']): Html {
  if (via === 'browser' && leadsTo !== undefined) {
    return html`<dt>${signs.onward}<span class="unseen">${words.onward}</span></dt>
      <dd>${leadsTo === null ? words.leadsToHere : words.leadsTo.html({ host: leadsTo })}</dd>`;
  }
  return html`<dt>${signs.place}<span class="unseen">${words.where}</span></dt>
    <dd>${whereLine(where, words)}</dd>`;
}

/** What is known of what asks, beside its name. That a browser asks which is this one need not be said. */
function whatIsKnown(frame: Frame, { via, nameFrom, deviceInfo }: ConsentState): Html {
  if (via === 'browser') {
    return nameFrom === 'operator' ? html`<p>${frame.words.consent.knownTo.html({ service: frame.name })}</p>` : html``;
  }
  return html`<p>${nameFrom === 'operator' ? knownTo(frame, deviceInfo) : saysItIs(frame, deviceInfo)}</p>`;
}

function whoAsks(frame: Frame, state: ConsentState): Html {
  const { deviceInfo, askedAt } = state;
  const words = frame.words.consent;
  const name = askerName(frame, state);
  return html`<div class="asker">
    <div class="asker-glyph">${deviceGlyph(deviceKind(deviceInfo))}</div>
    <div class="asker-text">
      <p class="asker-name"><bdi>${name}</bdi></p>
      ${whatIsKnown(frame, state)}
    </div>
    <dl class="facts">
      <div>${whereFact(state, words)}</div>
      <div>
        <dt>${signs.time}<span class="unseen">${words.when}</span></dt>
        <dd>
          <time datetime="${new Date(askedAt).toISOString()}"
            >${words.asked({ time: relativeTime(askedAt, frame) })}</time
          >
        </dd>
      </div>
    </dl>
  </div>`;
}

/** A disabled box is not sent, so a hidden field stands in for it. */
function scopeBox({ scope, ticked, isFixed }: RequestedScope): Html {
  return isFixed
    ? html`<input type="hidden" name="scope" value="${scope}" /><input type="checkbox" checked disabled />`
    : html`<input type="checkbox" name="scope" value="${scope}" ${ticked ? html`checked` : ''} />`;
}

function scopeItem(requested: RequestedScope, words: Words['consent']): Html {
  const { scope, words: told } = requested;
  const shown = shownText(told, 160);
  return html`<label class="tick">
    ${scopeBox(requested)}
    <span
      >${shown === null ? words.wishFor.html({ scope: shownText(scope, 60) ?? '' }) : html`<bdi>${shown}</bdi>`}</span
    >
  </label>`;
}

/** Renders the scopes; those that stay ticked are granted. */
function scopeList({ requestedScopes, scopesMissing }: ConsentState, words: Words['consent']): Html {
  if (requestedScopes.length === 0) return html``;
  return html`<fieldset class="wishes">
    <legend>${words.requestedScopes}</legend>
    ${formError(scopesMissing === null ? null : scopesMissing === 'none-left' ? words.scopesMissing : words.scopesTooFar)}
    ${requestedScopes.map((requested) => scopeItem(requested, words))}
    ${requestedScopes.every(({ isFixed }) => isFixed) ? '' : html`<p class="hint">${words.scopesHint}</p>`}
  </fieldset>`;
}

function tickBox({ ticked, tickMissing }: ConsentState, text: string): Html {
  return html`<label class="tick">
    <input
      type="checkbox"
      name="mine"
      value="on"
      aria-required="true"
      ${ticked ? html`checked` : ''}
      ${tickMissing ? html`aria-invalid="true"` : ''}
    />
    <span>${text}</span>
  </label>`;
}

function switcher(frame: Frame, ticket: string): Html {
  if (frame.who === null) return html``;
  const words = frame.words.consent;
  return html`<form class="switcher" method="post" action="${frame.base}/signout">
    ${formToken(frame)}
    <input type="hidden" name="t" value="${ticket}" />
    <p>
      ${words.signedInAs.html({ name: html`<strong><bdi>${frame.who.username}</bdi></strong>` })}
      <small>${wayOf(frame.who.way, frame.words)}</small>
    </p>
    <button type="submit" class="text-button">${words.switchAccount}</button>
  </form>`;
}

/** What the question says: of a device with a code, of an app, or of an app that this browser is to sign in to. */
function textsFor(frame: Frame, state: ConsentState) {
  const words = frame.words.consent;
  const code = {
    title: words.title,
    heading: html`${words.title}`,
    compare: words.compare,
    warning: words.warning,
    tick: words.tick,
    yes: words.yes,
    no: words.no,
  };
  switch (state.via) {
    case 'code':
      return code;
    case 'app':
      return {
        ...code,
        title: words.titleApp,
        heading: html`${words.titleApp}`,
        compare: words.compareApp,
        tick: words.tickApp,
      };
    case 'browser': {
      const app = askerName(frame, state);
      return {
        ...code,
        title: words.titleBrowser({ app }),
        heading: words.titleBrowser.html({ app }),
        warning: words.warningBrowser,
        tick: words.tickBrowser,
        yes: words.yesBrowser,
        no: words.noBrowser,
      };
    }
  }
}

/** Says of a client that nobody here has checked it. */
function unverified({ nameFrom }: ConsentState, words: Words['consent']): Html {
  if (nameFrom === 'operator' || nameFrom === 'device') return html``;
  const text = nameFrom === 'site' ? words.unverifiedSite : words.unverified;
  return html`<p class="warning">${signs.warning}<span>${text}</span></p>`;
}

export function consentView(frame: Frame, state: ConsentState): Html {
  const words = frame.words.consent;
  const told = textsFor(frame, state);
  const { title } = told;
  const body = html`<div class="card question">
    ${alarm(state, words)}
    <h1>${told.heading}</h1>
    ${whoAsks(frame, state)} ${unverified(state, words)}
    ${
      state.code === null
        ? ''
        : html`<h2 class="compare">${told.compare}</h2>
            ${codeTiles(state.code, state.groupOf)}`
    }
    <p class="caution">
      ${signs.warning}<span>${state.far === 'unknown' ? `${words.unknown} ` : ''}${told.warning}</span>
    </p>
    <form method="post" action="${frame.base}/pin">
      ${formToken(frame)}
      <input type="hidden" name="t" value="${state.ticket}" />
      ${scopeList(state, words)} ${formError(state.tickMissing ? words.tickMissing : null)}
      ${state.number === null ? '' : numberField(state.number.trouble, frame.words.number)}
      ${state.needsTick ? tickBox(state, told.tick) : ''}
      ${
        state.wantsToApprove
          ? html`<label class="tick">
              <input type="checkbox" name="approver" value="on" ${state.mayApprove ? html`checked` : ''} />
              <span>${words.mayApprove} <small>${words.mayApproveHint}</small></span>
            </label>`
          : ''
      }
      <div class="answers">
        <button type="submit" class="button" name="answer" value="yes">${told.yes}</button>
        <button type="submit" class="button no" name="answer" value="no" formnovalidate>${told.no}</button>
        ${
          // Nobody else asks in this browser: a block would lock out its own person.
          state.via === 'browser'
            ? ''
            : html`<button type="submit" class="text-button" name="answer" value="not-me" formnovalidate>
                ${frame.words.block.notMeAnswer}
              </button>`
        }
        <span id="yes-soon" hidden>${words.yesSoon}</span>
      </div>
    </form>
    ${switcher(frame, state.ticket)} ${state.anotherDevice === null ? '' : anotherDevice(frame, state.anotherDevice)}
  </div>`;
  const isRefused = state.tickMissing || state.scopesMissing !== null || (state.number?.trouble ?? null) !== null;
  return shell(frame, { title, body, quiet: true, isRefused, scripts: ['question.js'] });
}
