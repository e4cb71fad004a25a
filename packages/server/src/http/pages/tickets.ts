import type { Clock } from '../../service/ports/clock.ts';
import type { Keys } from '../../service/ports/keys.ts';
import type { SignedIn } from '../../accounts/browsers.ts';
import type { AuthorizationDraft, RedirectAuthorization } from '../../service/pins/request-authorization.ts';
import type { ForwardRequest } from './forward-url.ts';

/** How long a ticket is good, in milliseconds: longer than any pin lives. */
export const ticketLife: number = 60 * 60 * 1000;

/** Whether a person typed the code, an app opened the page, or a client led this browser here to answer itself. */
export type Via = 'code' | 'app' | 'browser';

/** What somebody asks to open, before they have signed in. */
export interface Asked {
  readonly code: string;
  /** The client that the pin must belong to; null when only the code is known. */
  readonly clientId: string | null;
  readonly via: Via;
  /** The person typed the code, rather than following a link with it. */
  readonly typed: boolean;
  readonly forward: ForwardRequest;
}

/** A pin that somebody has opened. */
export interface Opened {
  /** The pin's internal id; empty for a draft. */
  readonly pin: string;
  /** The request of a client that led this browser here, of which there may be a pin or not. */
  readonly draft?: AuthorizationDraft;
  readonly via: Via;
  /** See {@link Asked}. */
  readonly typed: boolean;
  readonly forward: ForwardRequest;
  /** A sign-in by passkey, which the client would like, was asked for; it is asked for once. */
  readonly passkeyAsked?: boolean;
}

/** An opened pin that is carried over a fresh sign-in. */
export interface OpenedAgain extends Opened {
  /** The sign-in has to be made at this instant or later, in milliseconds since the epoch; undefined if it need not. */
  readonly signedInSince?: number | undefined;
}

/** The id of a browser, from its cookie; null when it has none. */
type BrowserId = string | null;

interface AskedWords extends Asked {
  readonly use: 'asked';
  readonly browser: BrowserId;
}

interface OpenedWords extends OpenedAgain {
  readonly use: 'opened' | 'again';
  readonly account: string;
  readonly session: string;
  readonly browser: string;
}

interface AuthorizationWords {
  readonly use: 'authorization';
  readonly authorization: RedirectAuthorization;
}

/** A browser that waits for another device to answer the request that led it here. */
export interface Waiting {
  /** The pin's internal id. */
  readonly pin: string;
  /** The request, to ask again with. */
  readonly authorization: RedirectAuthorization;
}

interface WaitingWords extends Waiting {
  readonly use: 'waiting';
  readonly browser: string;
}

interface NearbyWords {
  readonly use: 'nearby';
  readonly pin: string;
  readonly session: string;
}

/** The content of a ticket. It is sealed, so only this service can have written it. */
type Words = (AskedWords | OpenedWords | NearbyWords | AuthorizationWords | WaitingWords) & { readonly until: number };

/** Sealed records in our own URLs and forms, so that these carry no code and no id. */
export interface Tickets {
  /** @param browser the browser where the code was typed; null when it came by a link */
  sealAsked(asked: Asked, browser: BrowserId): string;
  /** Reports the code as typed only in the browser where it was typed. */
  readAsked(ticket: string | null, browser: BrowserId): Asked | undefined;
  /** Carries a client's request over a sign-in. */
  sealAuthorization(authorization: RedirectAuthorization): string;
  readAuthorization(ticket: string | null): RedirectAuthorization | undefined;
  sealWaiting(waiting: Waiting, browser: string): string;
  /** Undefined unless it was made for this browser. */
  readWaiting(ticket: string | null, browser: BrowserId): Waiting | undefined;
  /** Names a pin that is listed for whoever is signed in; opens nothing by itself. */
  sealNearby(pinId: string, who: SignedIn): string;
  /** The internal id of the pin; undefined unless it was listed in this session. */
  readNearby(ticket: string | null, who: SignedIn): string | undefined;
  sealOpened(opened: Opened, who: SignedIn, browser: string): string;
  /** Undefined unless it was made for this account in this session. */
  readOpened(ticket: string | null, who: SignedIn): Opened | undefined;
  /** Undefined unless it was opened in this browser, by whatever account in whatever session. */
  readLeft(ticket: string | null, browser: BrowserId): (Opened & { readonly account: string }) | undefined;
  /** Carries an opened pin over a fresh sign-in. */
  sealAgain(opened: OpenedAgain, who: SignedIn, browser: string): string;
  /** Undefined unless it was made for this account in this browser, in whatever session. */
  readAgain(ticket: string | null, who: SignedIn, browser: BrowserId): OpenedAgain | undefined;
}

/** What tickets are made with. */
export interface TicketPorts {
  readonly keys: Pick<Keys, 'seal' | 'unseal'>;
  readonly clock: Clock;
}

const made = new WeakMap<TicketPorts, Tickets>();

/** The tickets of a service; the same ones for the same ports. */
export function ticketsOf(ports: TicketPorts): Tickets {
  const known = made.get(ports);
  if (known !== undefined) return known;
  const tickets = createTickets(ports);
  made.set(ports, tickets);
  return tickets;
}

export function createTickets({ keys, clock }: TicketPorts): Tickets {
  /** Most requests read one ticket twice: to see whether there is something to resume, and to answer. */
  let last: { readonly ticket: string; readonly words: Words } | undefined;
  const seal = (words: Words): string => keys.seal('ticket', JSON.stringify(words));
  const sealPin = (
    use: 'opened' | 'again',
    opened: OpenedAgain,
    { account, session }: SignedIn,
    browser: string,
  ): string =>
    seal({ ...opened, use, until: clock.now() + ticketLife, account: account.id, session: session.hash, browser });

  function read(ticket: string | null): Words | undefined {
    if (ticket === null) return undefined;
    if (last?.ticket !== ticket) {
      const text = keys.unseal('ticket', ticket);
      if (text === undefined) return undefined;
      last = { ticket, words: JSON.parse(text) as Words };
    }
    const { words } = last;
    return clock.now() < words.until ? words : undefined;
  }

  function readPin(use: 'opened' | 'again', ticket: string | null): OpenedWords | undefined {
    const words = read(ticket);
    return words?.use === use ? (words as OpenedWords & Words) : undefined;
  }

  return {
    sealAsked: (asked, browser) => seal({ ...asked, use: 'asked', until: clock.now() + ticketLife, browser }),
    readAsked(ticket, browser) {
      const words = read(ticket);
      if (words?.use !== 'asked') return undefined;
      return { ...words, typed: words.typed && browser !== null && words.browser === browser };
    },
    sealAuthorization: (authorization) =>
      seal({ use: 'authorization', authorization, until: clock.now() + ticketLife }),
    readAuthorization(ticket) {
      const words = read(ticket);
      return words?.use === 'authorization' ? words.authorization : undefined;
    },
    sealWaiting: (waiting, browser) => seal({ ...waiting, use: 'waiting', browser, until: clock.now() + ticketLife }),
    readWaiting(ticket, browser) {
      const words = read(ticket);
      return words?.use === 'waiting' && words.browser === browser ? words : undefined;
    },
    sealNearby: (pin, { session }) =>
      seal({ use: 'nearby', pin, session: session.hash, until: clock.now() + ticketLife }),
    readNearby(ticket, { session }) {
      const words = read(ticket);
      return words?.use === 'nearby' && words.session === session.hash ? words.pin : undefined;
    },
    sealOpened: (opened, who, browser) => sealPin('opened', opened, who, browser),
    readOpened(ticket, { account, session }) {
      const words = readPin('opened', ticket);
      return words?.account === account.id && words.session === session.hash ? words : undefined;
    },
    readLeft(ticket, browser) {
      const words = readPin('opened', ticket);
      return words !== undefined && words.browser === browser ? words : undefined;
    },
    sealAgain: (opened, who, browser) => sealPin('again', opened, who, browser),
    readAgain(ticket, { account }, browser) {
      const words = readPin('again', ticket);
      return words?.account === account.id && words.browser === browser ? words : undefined;
    },
  };
}
