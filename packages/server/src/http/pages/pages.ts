// Every page, one line each. The API has its own table in ../routes.ts.
import { Hono, type Context } from 'hono';
import { createAssets } from '../../pages/assets.ts';
import type { Address } from '../../domain/address.ts';
import { StoreBusyError } from '../../service/ports/busy.ts';
import type { People } from '../../accounts/people.ts';
import { comeAgain } from '../server/capacity.ts';
import type { PageEnv, ServiceContext } from '../context.ts';
import { changeNames, changePassword, deleteAccount, endSession, invite, showAccount } from './account.ts';
import { answer } from './answer.ts';
import { arrive, posted, signedIn, stranger } from './arrive.ts';
import { askByApp, continueAsked, showAuth, showContinue } from './auth.ts';
import { renameDevice, revokeDevice, showDevices } from './devices.ts';
import { nameDevice, showDone } from './done.ts';
import { pageHeaders, type Opener } from './headers.ts';
import { downloadExport, showActivity } from './happenings.ts';
import { resumeCode, showLink, typeCode } from './link.ts';
import { reportDenied, reportDevice, unblockRequester } from './not-me.ts';
import { showQuestion } from './question.ts';
import { resetPassword, showReset } from './reset.ts';
import { backAgain, resumeAsked, resumeOpened } from './resume.ts';
import { showSignIn, signIn, signOut } from './sign-in.ts';
import { setUp, showSetUp, showSignUp, signUp } from './sign-up.ts';
import { createTelevision } from './television.ts';
import { troublePage } from './trouble.ts';
import { goTo, type PageHandler, type Site, type Visit } from './visit.ts';

/** What a page is asked with, where it is, whether the window that opened it keeps its hold, and what answers. */
export type PageRoute = readonly [method: 'GET' | 'POST', path: string, opener: Opener, handler: PageHandler];

export const pageRoutes: readonly PageRoute[] = [
  ['GET', '/', 'cut', (visit) => goTo(visit, visit.who === null ? '/signin' : '/link')],
  ['GET', '/signin', 'kept', showSignIn],
  ['POST', '/signin', 'kept', posted(signIn)],
  ['POST', '/signout', 'kept', posted(signedIn(signOut))],
  ['GET', '/signup', 'kept', showSignUp],
  ['POST', '/signup', 'kept', posted(signUp)],
  ['GET', '/setup', 'cut', showSetUp],
  ['POST', '/setup', 'cut', posted(setUp)],
  ['GET', '/reset', 'cut', showReset],
  ['POST', '/reset', 'cut', posted(resetPassword)],
  ['GET', '/link', 'kept', signedIn(showLink)],
  ['POST', '/link', 'kept', posted(signedIn(typeCode, resumeCode))],
  ['GET', '/auth', 'kept', showAuth],
  ['POST', '/auth', 'kept', posted(askByApp)],
  ['GET', '/continue', 'kept', signedIn(showContinue)],
  ['POST', '/continue', 'kept', posted(signedIn(continueAsked, resumeAsked))],
  ['GET', '/again', 'kept', signedIn(backAgain)],
  ['GET', '/pin', 'kept', signedIn(showQuestion, resumeOpened)],
  ['POST', '/pin', 'kept', posted(signedIn(answer, resumeOpened))],
  ['GET', '/done', 'kept', signedIn(showDone, resumeOpened)],
  ['POST', '/done', 'kept', posted(signedIn(nameDevice, resumeOpened))],
  ['POST', '/not-me', 'kept', posted(signedIn(reportDenied, resumeOpened))],
  ['GET', '/devices', 'cut', signedIn(showDevices)],
  ['POST', '/devices/rename', 'cut', posted(signedIn(renameDevice))],
  ['POST', '/devices/revoke', 'cut', posted(signedIn(revokeDevice))],
  ['POST', '/devices/not-me', 'cut', posted(signedIn(reportDevice))],
  ['POST', '/devices/unblock', 'cut', posted(signedIn(unblockRequester))],
  ['GET', '/.well-known/change-password', 'cut', (visit) => goTo(visit, '/account')],
  ['GET', '/account', 'cut', signedIn(showAccount)],
  ['GET', '/account/activity', 'cut', signedIn(showActivity)],
  ['GET', '/account/export', 'cut', signedIn(downloadExport)],
  ['POST', '/account/password', 'cut', posted(signedIn(changePassword))],
  ['POST', '/account/names', 'cut', posted(signedIn(changeNames))],
  ['POST', '/account/delete', 'cut', posted(signedIn(deleteAccount))],
  ['POST', '/account/sessions', 'cut', posted(signedIn(endSession))],
  ['POST', '/account/invite', 'cut', posted(signedIn(invite))],
];

/** What the pages need besides the context. */
export interface PageParts {
  readonly people: People;
  /** The built files of the SDK, for the demonstration television; null where there is none. */
  readonly demoClientFolder: URL | null;
}

/** Everything that people see, below the base path. */
export function createPages(context: ServiceContext, { people, demoClientFolder }: PageParts): Hono<PageEnv> {
  const { settings, log } = context;
  const site: Site = { context, people, assets: createAssets(settings.accent, settings.name) };
  const television = settings.demo && demoClientFolder !== null ? createTelevision(demoClientFolder) : null;

  const answered = (opener: Opener, handler: PageHandler) => async (c: Context<PageEnv>) => {
    for (const [name, value] of pageHeaders(settings, opener)) c.header(name, value);
    const visit = await arrive(c, site);
    const response = await handler(visit);
    if (response.status === 429) throttled(visit, c.env.address);
    return response;
  };
  /** Somebody asks for more than they may: the one place where the pages note it. */
  const throttled = ({ who }: Visit, address: Address): void => {
    const about = { protocol: null, clientId: null };
    void context.ports.events.note({ kind: 'throttled', about, account: who?.account.id ?? null, address });
  };
  const asset = (c: Context<PageEnv>): Response | Promise<Response> => {
    const found = site.assets.at(c.req.path);
    const client = television?.file(c.req.path);
    if (found === undefined && client === undefined) return c.notFound();
    return c.body(found?.body ?? client ?? '', 200, {
      'content-type': found?.type ?? 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
  };

  const icon = (c: Context<PageEnv>): Response =>
    c.body(site.assets.at(site.assets.path('icon.png'))?.body ?? '', 200, {
      'content-type': 'image/png',
      'cache-control': 'public, max-age=86400',
      'x-content-type-options': 'nosniff',
    });

  const app = new Hono<PageEnv>({ strict: false });
  app.use(async (c, next) => {
    if (!context.capacity.isFull()) return context.capacity.during(next());
    for (const [name, value] of pageHeaders(settings, 'kept')) c.header(name, value);
    return troublePage(stranger(c, site), 'unavailable', comeAgain);
  });
  app.get('/assets/*', asset);
  for (const path of ['/favicon.ico', '/apple-touch-icon.png']) app.get(path, icon); // asked for whatever a page says
  for (const [method, path, opener, handler] of pageRoutes) app.on(method, path, answered(opener, handler));
  if (television !== null) app.get('/tv', answered('cut', television.show));
  app.notFound(answered('kept', (visit) => troublePage(visit, 'notFound')));
  app.onError(async (error, c) => {
    if (error instanceof StoreBusyError) log.warn({ err: error, page: c.req.path }, 'the store has trouble');
    else log.error({ err: error, page: c.req.path }, 'a page failed');
    for (const [name, value] of pageHeaders(settings, 'kept')) c.header(name, value);
    return troublePage(stranger(c, site), 'unavailable', 10);
  });
  return app;
}
