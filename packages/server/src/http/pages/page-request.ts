import type { Context } from 'hono';
import type { Assets } from '../../pages/assets.ts';
import type { Frame, Html } from '../../pages/frame.ts';
import type { AccountService } from '../../accounts/account-service.ts';
import type { SignedIn } from '../../accounts/browsers.ts';
import type { NobodyOutside } from '../../service/ports/outside-sign-in.ts';
import type { PageEnv, ServiceContext } from '../server/context.ts';
import { withText } from '../server/page-text.ts';

/** What all pages share; one for the life of the service. */
export interface PageDependencies {
  readonly context: ServiceContext;
  readonly accountService: AccountService;
  readonly assets: Assets;
}

/** One request for a page. */
export interface PageRequest {
  readonly c: Context<PageEnv>;
  readonly dependencies: PageDependencies;
  /** The account and session; null if nobody is signed in. */
  readonly who: SignedIn | null;
  /** The fields of a posted form; empty otherwise. */
  readonly form: URLSearchParams;
  /** Set if people are signed in outside of this service and nobody is. */
  readonly outside?: NobodyOutside;
  readonly frame: Frame;
}

/** One request for a page by somebody who is signed in. */
export type SignedInPageRequest = PageRequest & { readonly who: SignedIn };

/** Answers a request for a page. */
export type PageHandler<Of extends PageRequest = PageRequest> = (visit: Of) => Response | Promise<Response>;

/** A status that a page is answered with. */
export type PageStatus = 200 | 400 | 403 | 404 | 413 | 422 | 429 | 503;

/** What the page of an error calls its request, where something is wrong on our side: as the log and the header do. */
export const referenceOf = ({ c }: PageRequest, status: PageStatus): string | null =>
  status >= 500 ? c.env.requestId() : null;

/** Answers with a page. */
export function page({ c }: PageRequest, view: Html, status: PageStatus = 200): Response | Promise<Response> {
  if (c.env.sendsText !== true || status !== 200 || view instanceof Promise) return c.html(view, status);
  return withText(c.body(null, status, { 'content-type': 'text/html; charset=UTF-8' }), view.toString());
}

/** The frame of a page about something that is not there: its address, which may hold a secret, is not repeated on it. */
export const frameOfTrouble = ({ frame }: PageRequest): Frame => ({ ...frame, here: frame.here.replace(/\?.*$/s, '') });

/** Redirects to a path below the base path, with GET. */
export const goTo = ({ c, frame }: PageRequest, path: string): Response => c.redirect(`${frame.base}${path}`, 303);
