import { createElement as h, type ReactElement, type ReactNode } from 'react';
import type { DeviceSignIn } from '../oauth-sign-in.ts';
import type { PlexSignIn } from '../plex-sign-in.ts';
import type { AnyOutcome, UsedSignIn } from './use-sign-in.ts';
import { english, type SignInWords } from './words.ts';

/** Properties of {@link SignInCard}. */
export interface SignInCardProps {
  /** What `usePin` or `useDeviceCode` returned. */
  readonly signIn: UsedSignIn<PlexSignIn | DeviceSignIn, AnyOutcome>;
  /**
   * Draws a QR code of a text, such as by `qr` or `qrcode.react`. Without it there is none; the address and the code are
   * always shown beside it (RFC 8628 §3.3.1).
   */
  readonly qr?: ((text: string) => ReactNode) | undefined;
  /** Replaces some of the words, or all of them. */
  readonly words?: Partial<SignInWords> | undefined;
  readonly className?: string | undefined;
}

/** `4:05` */
const clockTime = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/**
 * Shows a sign-in from its first button to its outcome: address, code, QR code, countdown, number to match, cancel, renew. It has
 * no style of its own: the root says its state in `data-state`, and each part its name in `data-part`.
 */
export function SignInCard({ signIn: used, qr, words, className }: SignInCardProps): ReactElement {
  const { state, signIn, start, cancel } = used;
  const said: SignInWords = { ...english, ...words };
  const button = (part: string, text: string, onClick: () => void): ReactElement =>
    h('button', { key: part, 'data-part': part, type: 'button', onClick }, text);
  const status = (text: string | undefined): ReactElement =>
    h('p', { key: 'status', 'data-part': 'status', role: 'status' }, text);

  function parts(): readonly ReactNode[] {
    if (state.kind === 'idle') return [button('start', said.start, start)];
    if (state.kind === 'requesting') return [status(said.requesting), button('cancel', said.cancel, cancel)];
    if (state.kind === 'unavailable') return [status(said.unavailable), button('start', said.again, start)];
    if (!('remaining' in state) || signIn === null) {
      const isDone = state.kind === 'approved';
      return [status(said.outcomes[state.kind]), isDone ? null : button('start', said.again, start)];
    }
    const url = 'linkUrl' in signIn ? signIn.linkUrl : signIn.verificationUri;
    return [
      h('p', { key: 'address' }, `${said.open} `, h('a', { href: url, target: '_blank', rel: 'noreferrer' }, url)),
      h('p', { key: 'enter' }, said.enter),
      // Read out letter by letter.
      h('p', { key: 'code', 'data-part': 'code', role: 'img', 'aria-label': [...signIn.code].join(' ') }, signIn.code),
      qr && h('div', { key: 'qr', 'data-part': 'qr' }, qr(signIn.qrText)),
      h('p', { key: 'expires', 'data-part': 'expires' }, said.expires(clockTime(state.remaining))),
      status(state.kind === 'opened' ? said.opened : state.kind === 'retrying' ? said.retrying : ''),
      state.kind === 'opened' && state.number !== undefined
        ? h('p', { key: 'number', 'data-part': 'number' }, `${said.number} `, h('strong', null, state.number))
        : null,
      button('cancel', said.cancel, cancel),
    ];
  }

  return h('section', { className, 'data-state': state.kind }, parts());
}
