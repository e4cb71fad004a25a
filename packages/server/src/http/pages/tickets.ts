import type { Clock } from '../../service/ports/clock.ts';
import type { Keys } from '../../service/ports/keys.ts';
import type { SignedIn } from '../../people/browsers.ts';
import type { ForwardRequest } from './forward-url.ts';

/** How long a ticket is good, in milliseconds: longer than any pin lives. */
const life = 60 * 60 * 1000;

/** Whether a person typed the code or an app opened the page. */
export type Via = 'code' | 'app';

/** What somebody asks to look at, before it is known who they are. */
export interface Asked {
  readonly code: string;
  /** The client that the pin must belong to; null when only the code is known. */
  readonly holder: string | null;
  readonly via: Via;
  /** The person typed the code, and did not only follow a link that has it. */
  readonly typed: boolean;
  readonly forward: ForwardRequest;
}

/** A pin that somebody looks at. */
export interface Opened {
  /** The pin's internal key. */
  readonly pin: string;
  readonly via: Via;
  /** See {@link Asked}. */
  readonly typed: boolean;
  readonly forward: ForwardRequest;
}

/** The words inside. They are sealed, so nobody but this service wrote them. */
type Words =
  | (Asked & { readonly use: 'asked'; readonly until: number })
  | (Opened & { readonly use: 'again'; readonly until: number; readonly account: string })
  | (Opened & { readonly use: 'opened'; readonly until: number; readonly account: string; readonly session: string });

/** Sealed words that travel in our own URLs and forms, so that no code and no key does. */
export interface Tickets {
  sealAsked(asked: Asked): string;
  readAsked(ticket: string | null): Asked | undefined;
  sealOpened(opened: Opened, who: SignedIn): string;
  /** Carries what somebody looks at over a fresh sign-in. */
  sealAgain(opened: Opened, who: SignedIn): string;
  /** Undefined unless it was made for this account, in whatever session. */
  readAgain(ticket: string | null, who: SignedIn): Opened | undefined;
  /** Undefined unless it was made for this account in this session. */
  readOpened(ticket: string | null, who: SignedIn): Opened | undefined;
}

export function createTickets({
  keys,
  clock,
}: {
  readonly keys: Pick<Keys, 'seal' | 'unseal'>;
  readonly clock: Clock;
}): Tickets {
  const seal = (words: Words): string => keys.seal('ticket', JSON.stringify(words));
  const end = (): number => clock.now() + life;

  function read(ticket: string | null): Words | undefined {
    const text = ticket === null ? undefined : keys.unseal('ticket', ticket);
    if (text === undefined) return undefined;
    const words = JSON.parse(text) as Words;
    return clock.now() < words.until ? words : undefined;
  }

  return {
    sealAsked: (asked) => seal({ ...asked, use: 'asked', until: end() }),
    readAsked(ticket) {
      const words = read(ticket);
      return words?.use === 'asked' ? words : undefined;
    },
    sealAgain: (opened, { account }) => seal({ ...opened, use: 'again', account: account.id, until: end() }),
    readAgain(ticket, { account }) {
      const words = read(ticket);
      return words?.use === 'again' && words.account === account.id ? words : undefined;
    },
    sealOpened: (opened, { account, session }) =>
      seal({ ...opened, use: 'opened', account: account.id, session: session.hash, until: end() }),
    readOpened(ticket, { account, session }) {
      const words = read(ticket);
      if (words?.use !== 'opened' || words.account !== account.id || words.session !== session.hash) return undefined;
      return words;
    },
  };
}
