import { leadingBackView, signedInToView } from './views/leading-back.ts';
import { requestTroubleView } from './views/request-trouble.ts';
import type { Html } from './frame.ts';
import { claimsOf, frameOf, now, way } from './frame.testing.ts';
import type { Where } from './where.ts';
import { accountView } from './views/account.ts';
import { arrivalView, connectView, leavingView, type ArrivalTrouble } from './views/arrival.ts';
import { authView } from './views/auth.ts';
import { devicesView } from './views/devices.ts';
import { unavailableView, resetView, setUpView, signInView, signUpView } from './views/sign-in.ts';
import { doneView, saidNoView } from './views/done.ts';
import { activityView } from './views/activity.ts';
import {
  confirmView,
  forgotSentView,
  forgotView,
  linkGoneView,
  otherAccountView,
  undoneView,
  undoView,
} from './views/recovery.ts';
import { linkView } from './views/link.ts';
import { overView } from './views/over.ts';
import { consentView } from './views/consent.ts';
import { secondStepView } from './views/second-step.ts';
import { troubleView } from './views/trouble.ts';
import { tvView } from './views/tv.ts';
import type { Language } from './words/languages.ts';

const icon = 'data:image/svg+xml;base64,PHN2Zy8+';

/** Every page in every state, with the given text in every foreign value. */
export function everyView(text: string, language: Language = 'en'): readonly (readonly [name: string, view: Html])[] {
  const frame = frameOf(text, true, language);
  const outside = frameOf(text, false, language);
  const wheres: readonly Where[] = [
    { at: 'own-network', address: text, place: null },
    { at: 'own-network', address: text, place: text },
    { at: 'local-network', address: text },
    { at: 'place', place: text },
    { at: 'unknown' },
  ];
  const providers = [
    { name: text, icon, path: '/signin/with/a' },
    { name: text, icon: null, path: '/signin/with/b?next=%2Flink' },
  ];
  const ways = { passwords: true, providers };
  const blank = { username: text, email: text, problems: [], error: text };
  const deviceInfo = claimsOf(text);
  const questions = wheres.flatMap((where) =>
    (['code', 'app', 'browser'] as const).map((via) =>
      consentView(frame, {
        ticket: text,
        via,
        deviceInfo,
        code: via === 'code' ? 'AB12' : null,
        where,
        far: where.at === 'place' ? 'far' : where.at === 'unknown' ? (via === 'app' ? 'hidden' : 'unknown') : null,
        askedAt: now - 60_000,
        wantsToApprove: via === 'code',
        tickMissing: via === 'app',
        ticked: false,
        mayApprove: true,
        groupOf: 4,
        nameFrom: where.at === 'place' ? 'operator' : via === 'code' ? 'client' : 'device',
        requestedScopes: [
          { scope: text, words: text, ticked: true, isFixed: false },
          { scope: text, words: null, ticked: false, isFixed: false },
        ],
        scopesMissing: via === 'app' ? 'none-left' : null,
        number: via === 'browser' ? null : { trouble: via === 'app' ? 'wrong' : null },
        leadsTo: via === 'browser' ? text : undefined,
        anotherDevice: via === 'browser' ? 'a ticket' : null,
        needsTick: via !== 'browser' || where.at === 'place',
      }),
    ),
  );
  const devices = wheres.map((from, index) => ({
    id: text,
    name: text,
    deviceInfo,
    linkedAt: now,
    askedFrom: from,
    collected: index % 2 === 0 ? null : { at: now, from, elsewhere: true },
    lastSeenAt: index === 0 ? null : now,
    mayApprove: index === 1,
    may: index === 0 ? null : index === 1 ? [] : [text, text],
    lastsFor: index * 60,
  }));
  const browsers = [true, false].map((isThis) => ({ id: text, userAgent: text, lastSeenAt: now, way, isThis }));
  const whats = ['opened', 'approved', 'denied', 'redeemed', 'replayed', 'reported', 'blocked', 'unblocked'] as const;
  const activity = whats.map((what, index) => ({
    what,
    device: index === 0 ? null : text,
    at: now,
    where: index === 1 ? null : text,
    isNewNetwork: what === 'redeemed',
  }));
  const account = {
    username: text,
    email: text,
    browsers,
    done: null,
    fault: null,
    mayInvite: true,
    hasPassword: true,
    passkeys: {
      rows: [
        { id: text, name: text, addedAt: now, lastUsedAt: null, isSynced: true, elsewhere: text },
        { id: 'two', name: text, addedAt: now, lastUsedAt: now, isSynced: false, elsewhere: null },
      ],
      off: null,
      secondStep: false,
    },
    identities: [{ issuer: text, subject: text, provider: text, person: text }],
    connectable: providers,
    inviteLink: text,
    hasMail: true,
    proof: 'missing',
  } as const;
  const fault = { form: 'names', field: 'username', text } as const;
  const done = { ticket: text, kind: 'tv', via: 'code', name: text, saved: true, forward: null } as const;
  const waiting = { ticket: text, deviceInfo: claimsOf(text), askedAt: 0, isPicked: true };
  const nearby = { devices: [waiting, waiting], endingLength: 2, error: text };
  const nobody = { devices: [], endingLength: 3, error: null };
  return [
    ['link', linkView(frame, { typed: text, given: text, error: null, tiles: 4, digitsOnly: true, nearby: nobody })],
    [
      'link with an error',
      linkView(frame, { typed: text, given: '', error: text, tiles: 6, digitsOnly: false, nearby }),
    ],
    ...questions.map((view, index) => [`question ${index}`, view] as const),
    ['question about nothing', consentView(frame, { ...nothing, code: 'ABCDEFGH' })],
    ['done', doneView(frame, done)],
    [
      'done by an app',
      doneView(frame, {
        ...done,
        via: 'app',
        saved: false,
        forward: { to: `https://x/${encodeURIComponent(text.toWellFormed())}`, host: text },
      }),
    ],
    ['done and refused', doneView(frame, { ...done, via: 'app', forward: 'refused', name: null })],
    ['leading back', leadingBackView(frame, { to: 'https://x/?code=x', host: text, saidNo: false })],
    ['leading back after a no', leadingBackView(frame, { to: 'https://x/?error=x', host: null, saidNo: true })],
    ['signed in to an app', signedInToView(frame, text)],
    ['nothing known of the app', requestTroubleView(outside, 'client')],
    ['nothing known of the way back', requestTroubleView(outside, 'redirect-uri')],
    ['said no', saidNoView(frame, { ticket: text, via: 'app', why: 'said-no', report: 'possible' })],
    ['wrong number', saidNoView(frame, { ticket: text, via: 'code', why: 'wrong-number', report: 'impossible' })],
    ['not me', saidNoView(frame, { ticket: text, via: 'code', why: 'not-me', report: 'blocked' })],
    ...(
      [
        'expired',
        'approved',
        'redeemed',
        'denied',
        'cancelled',
        'gone',
        'typeIt',
        'typeStrong',
        'tooFar',
        'blocked',
        'refusedHere',
        'notInGroup',
      ] as const
    ).map((state) => [state, overView(frame, state, { at: 'place', place: text })] as const),
    ['auth', authView(outside)],
    ...(['invite', 'open', 'off', 'set-up'] as const).map(
      (newcomers) =>
        [
          `sign-in ${newcomers}`,
          signInView(outside, {
            next: text.toWellFormed(),
            name: text,
            error: text,
            done: null,
            passkeys: newcomers === 'open',
            anotherDevice: newcomers === 'open' ? 'a ticket' : null,
            ...{ newcomers, hasMail: false },
            ...ways,
          }),
        ] as const,
    ),
    [
      'sign-in after a reset',
      signInView(outside, {
        next: '/',
        name: text,
        error: null,
        done: 'resetDone',
        passkeys: true,
        anotherDevice: null,
        newcomers: 'off',
        hasMail: true,
        ...ways,
      }),
    ],
    ['second step', secondStepView(outside, { step: text, next: '/', error: text, off: null })],
    ['second step where there is none', secondStepView(outside, { step: text, next: '/', error: null, off: text })],
    ['sign-up', signUpView(outside, { invite: text, next: text, ...ways }, { ...blank, problems: ['username-taken'] })],
    [
      'open sign-up',
      signUpView(
        outside,
        { invite: null, next: '/', passwords: true, providers: [] },
        { ...blank, problems: ['bad-username', 'bad-email', 'long-password'], error: null },
      ),
    ],
    [
      'sign-in without passwords',
      signInView(outside, {
        ...{
          next: '/',
          name: '',
          error: null,
          done: 'out',
          newcomers: 'off',
          hasMail: false,
          passkeys: false,
          anotherDevice: null,
          providers,
        },
        passwords: false,
      }),
    ],
    ...(Object.keys(frame.words.arrival) as ArrivalTrouble[]).map(
      (trouble) =>
        [
          `from a provider: ${trouble}`,
          arrivalView(outside, {
            trouble,
            provider: text,
            service: text,
            reference: text,
            passwords: trouble !== 'denied',
          }),
        ] as const,
    ),
    ['leaving', leavingView(outside, { name: text, icon: null, path: '/signin/with/a?next=%2Flink' })],
    ['connect', connectView(frame, { provider: text, person: text, sealed: 'sealed' })],
    ['reset', resetView(outside, text, { username: text, problem: 'short-password', error: null })],
    ['set-up', setUpView(outside, text, { ...blank, problems: ['short-password'] })],
    ...(['inviteGone', 'needInvite', 'closed', 'setUpOver', 'resetGone', 'resetGoneMail'] as const).map(
      (why) => [why, unavailableView(outside, why)] as const,
    ),
    [
      'devices',
      devicesView(frame, { devices, blocked: [{ id: text, name: text, at: now, until: now + 1 }], done: 'renamed' }),
    ],
    ['no devices', devicesView(frame, { devices: [], blocked: [], done: 'revoked' })],
    ['account', accountView(frame, account)],
    ['account with a wrong name', accountView(frame, { ...account, fault, inviteLink: null })],
    [
      'account with a wrong password',
      accountView(frame, { ...account, fault: { ...fault, form: 'delete', field: null } }),
    ],
    ['account after a change', accountView(frame, { ...account, mayInvite: false, done: 'named' })],
    ['account with a confirmed address', accountView(frame, { ...account, proof: 'confirmed', inviteLink: null })],
    [
      'account with a wrong invitee',
      accountView(frame, {
        ...account,
        inviteLink: null,
        invitee: text,
        fault: { ...fault, form: 'invite', field: 'email' },
      }),
    ],
    ['forgot', forgotView(outside, { email: text, problem: text, error: text })],
    ['forgot and sent', forgotSentView(outside)],
    ['confirm', confirmView(frame, text, text)],
    ['a link from a mail that is over', linkGoneView(outside)],
    ['a link from a mail that is over, signed in', linkGoneView(frame)],
    ['a link from a mail to another account', otherAccountView(frame)],
    ['undo a device', undoView(outside, text, { of: 'device', username: text, device: text })],
    ...(['password', 'address'] as const).map(
      (of) => [`undo a change of the ${of}`, undoView(outside, text, { of, username: text })] as const,
    ),
    ...(['device', 'password', 'address', 'address-gone'] as const).map(
      (what) => [`undone: ${what}`, undoneView(outside, what)] as const,
    ),
    [
      'account without passkeys',
      accountView(frame, { ...account, passkeys: { rows: [], off: 'ip-address', secondStep: null } }),
    ],
    [
      'account that needs one',
      accountView(frame, {
        ...account,
        passkeys: { ...account.passkeys, secondStep: true },
        fault: { form: 'passkeys', field: null, text },
        done: 'secondStepOn',
      }),
    ],
    ['activity', activityView(frame, activity)],
    ['no activity', activityView(frame, [])],
    ['trouble', troubleView(outside, { trouble: 'notFound', retryAfter: null, reference: null })],
    ['trouble that passes', troubleView(outside, { trouble: 'unavailable', retryAfter: 90, reference: text })],
    ['television', tvView(outside, '/assets/client/1/index.js')],
  ];
}

const nothing = {
  ticket: 't',
  via: 'code',
  deviceInfo: claimsOf(null),
  where: { at: 'unknown' },
  far: null,
  askedAt: now,
  wantsToApprove: false,
  tickMissing: false,
  ticked: false,
  mayApprove: false,
  groupOf: 4,
  nameFrom: 'device',
  requestedScopes: [],
  scopesMissing: null,
  number: null,
  leadsTo: undefined,
  anotherDevice: null,
  needsTick: true,
} as const;
