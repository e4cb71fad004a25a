// Every page, one line each. The API has its own table in ../server/routes.ts.
import { Hono, type Context } from 'hono';
import { createAssets } from '../../pages/assets.ts';
import type { Address } from '../../domain/address.ts';
import { StoreBusyError } from '../../service/ports/busy.ts';
import type { AccountService } from '../../accounts/account-service.ts';
import { comeAgain } from '../server/capacity.ts';
import type { PageEnv, ServiceContext } from '../server/context.ts';
import { requestIdHeader } from '../server/request-id.ts';
import { noteThrottled, type Sender } from '../server/throttled.ts';
import { askForProof, changeNames, changePassword, deleteAccount, endSession, showAccount } from './account.ts';
import { invite } from './invite.ts';
import { addPasskey, beginAddingPasskey, removePasskey, renamePasskey, setSecondStep } from './account-passkeys.ts';
import { connect, disconnect } from './connect.ts';
import { decide } from './decide.ts';
import { comeBack, goElsewhere } from './elsewhere.ts';
import { signInFromOutside } from './outside.ts';
import { loadPage, posted, signedIn, loadAnonymousPage } from './load-page.ts';
import { askElsewhere, showElsewhere } from './another-device.ts';
import { postAuthorization, showAuthorization } from './authorize.ts';
import { requestByApp, continueRequest, showAuth, showContinue } from './auth.ts';
import { renameDevice, revokeDevice, showDevices } from './devices.ts';
import { nameDevice, showDone } from './done.ts';
import { askForReset, showForgot, withMail, withReset } from './forgot.ts';
import { pageHeaders, type Opener } from './headers.ts';
import { downloadExport, showActivity } from './activity.ts';
import { changeLanguage } from './language.ts';
import { resumeCode, showLink, typeCode } from './link.ts';
import { pickDevice } from './nearby.ts';
import { reportDenied, reportDevice, unblockRequester } from './not-me.ts';
import { confirm, showConfirm } from './confirm.ts';
import { beginPasskeySignIn, showSecondStep, signInByPasskey } from './passkey-sign-in.ts';
import { showConsent } from './consent.ts';
import { logOutByBackChannel, logOutByFrontChannel } from './provider-logout.ts';
import { exportAudit, makeAuditKey, showAudit } from './operate/audit.ts';
import { removeBlock, showBlocks } from './operate/blocks.ts';
import { addClient, removeClient, showClients } from './operate/clients.ts';
import { revokeAnyDevice, showAllDevices } from './operate/devices.ts';
import { operated, operatedForm } from './operate/guard.ts';
import { showHealth } from './operate/health.ts';
import { showOverview } from './operate/overview.ts';
import { invitePerson, showPeople } from './operate/people.ts';
import { manage, remove as removePerson, resetPassword as resetAnyPassword, showPerson } from './operate/person.ts';
import { endWaitingPins, showWaiting } from './operate/pins.ts';
import { resetPassword, showReset } from './reset.ts';
import { backAgain, resumeRequest, resumeOpened } from './resume.ts';
import { showSignIn, signIn, signOut } from './sign-in.ts';
import { setUp, showSetUp, showSignUp, signUp } from './sign-up.ts';
import { createTelevision } from './television.ts';
import { troublePage } from './trouble.ts';
import { showUndo, undo } from './undo.ts';
import { goTo, type PageHandler, type PageDependencies, type PageRequest } from './page-request.ts';

/** The method, path, opener policy and handler of a page. */
export type PageRoute = readonly [method: 'GET' | 'POST', path: string, opener: Opener, handler: PageHandler];

export const pageRoutes: readonly PageRoute[] = [
  ['GET', '/', 'cut', (pageRequest) => goTo(pageRequest, pageRequest.who === null ? '/signin' : '/link')],
  ['GET', '/signin', 'kept', showSignIn],
  ['POST', '/signin', 'kept', posted(signIn)],
  ['GET', '/signin/passkey', 'kept', showSecondStep],
  ['POST', '/signin/passkey', 'kept', posted(signInByPasskey)],
  ['POST', '/signin/passkey/options', 'kept', posted(beginPasskeySignIn)],
  ['GET', '/signin/with/:provider', 'kept', goElsewhere],
  ['GET', '/signin/back/:provider', 'kept', comeBack],
  ['GET', '/signin/logout/:provider', 'cut', logOutByFrontChannel],
  ['POST', '/signin/logout/:provider', 'cut', logOutByBackChannel],
  ['POST', '/signout', 'kept', posted(signedIn(signOut))],
  ['GET', '/signup', 'kept', showSignUp],
  ['POST', '/signup', 'kept', posted(signUp)],
  ['GET', '/setup', 'cut', showSetUp],
  ['POST', '/setup', 'cut', posted(setUp)],
  ['GET', '/reset', 'cut', showReset],
  ['POST', '/reset', 'cut', posted(resetPassword)],
  ['GET', '/forgot', 'cut', withReset(showForgot)],
  ['POST', '/forgot', 'cut', withReset(posted(askForReset))],
  ['GET', '/confirm', 'cut', withMail(signedIn(showConfirm))],
  ['POST', '/confirm', 'cut', withMail(posted(signedIn(confirm)))],
  ['GET', '/undo', 'cut', withMail(showUndo)],
  ['POST', '/undo', 'cut', withMail(posted(undo))],
  ['GET', '/oauth/authorize', 'kept', showAuthorization],
  ['POST', '/oauth/authorize', 'kept', postAuthorization],
  ['GET', '/another-device', 'kept', showElsewhere],
  ['POST', '/another-device', 'kept', posted(askElsewhere)],
  ['GET', '/link', 'kept', signedIn(showLink)],
  ['POST', '/link', 'kept', posted(signedIn(typeCode, resumeCode))],
  ['POST', '/link/nearby', 'kept', posted(signedIn(pickDevice))],
  ['GET', '/auth', 'kept', showAuth],
  ['POST', '/auth', 'kept', posted(requestByApp)],
  ['GET', '/continue', 'kept', signedIn(showContinue)],
  ['POST', '/continue', 'kept', posted(signedIn(continueRequest, resumeRequest))],
  ['GET', '/again', 'kept', signedIn(backAgain)],
  ['GET', '/pin', 'kept', signedIn(showConsent, resumeOpened)],
  ['POST', '/pin', 'kept', posted(signedIn(decide, resumeOpened))],
  ['GET', '/done', 'kept', signedIn(showDone, resumeOpened)],
  ['POST', '/done', 'kept', posted(signedIn(nameDevice, resumeOpened))],
  ['POST', '/not-me', 'kept', posted(signedIn(reportDenied, resumeOpened))],
  ['GET', '/devices', 'cut', signedIn(showDevices)],
  ['POST', '/devices/rename', 'cut', posted(signedIn(renameDevice))],
  ['POST', '/devices/revoke', 'cut', posted(signedIn(revokeDevice))],
  ['POST', '/devices/not-me', 'cut', posted(signedIn(reportDevice))],
  ['POST', '/devices/unblock', 'cut', posted(signedIn(unblockRequester))],
  ['POST', '/language', 'kept', posted(changeLanguage)],
  ['GET', '/.well-known/change-password', 'cut', (pageRequest) => goTo(pageRequest, '/account')],
  ['GET', '/account', 'cut', signedIn(showAccount)],
  ['GET', '/account/activity', 'cut', signedIn(showActivity)],
  ['GET', '/account/export', 'cut', signedIn(downloadExport)],
  ['POST', '/account/password', 'cut', posted(signedIn(changePassword))],
  ['POST', '/account/names', 'cut', posted(signedIn(changeNames))],
  ['POST', '/account/passkeys', 'cut', posted(signedIn(addPasskey))],
  ['POST', '/account/passkeys/options', 'cut', posted(signedIn(beginAddingPasskey))],
  ['POST', '/account/passkeys/rename', 'cut', posted(signedIn(renamePasskey))],
  ['POST', '/account/passkeys/remove', 'cut', posted(signedIn(removePasskey))],
  ['POST', '/account/second-step', 'cut', posted(signedIn(setSecondStep))],
  ['POST', '/account/delete', 'cut', posted(signedIn(deleteAccount))],
  ['POST', '/account/sessions', 'cut', posted(signedIn(endSession))],
  ['POST', '/account/confirm', 'cut', withMail(posted(signedIn(askForProof)))],
  ['POST', '/account/invite', 'cut', posted(signedIn(invite))],
  ['POST', '/account/connect', 'kept', posted(signedIn(connect))],
  ['POST', '/account/disconnect', 'cut', posted(signedIn(disconnect))],
  ['GET', '/operate', 'cut', operated(showOverview)],
  ['GET', '/operate/pins', 'cut', operated(showWaiting)],
  ['POST', '/operate/pins/end', 'cut', operatedForm(endWaitingPins)],
  ['GET', '/operate/people', 'cut', operated(showPeople)],
  ['POST', '/operate/people/invite', 'cut', operatedForm(invitePerson, true)],
  ['GET', '/operate/people/:number', 'cut', operated(showPerson)],
  ['POST', '/operate/people/:number/sign-out', 'cut', operatedForm(manage('end-sign-ins', 'sign-out'))],
  ['POST', '/operate/people/:number/disable', 'cut', operatedForm(manage('disable'))],
  ['POST', '/operate/people/:number/enable', 'cut', operatedForm(manage('enable'))],
  ['POST', '/operate/people/:number/make-admin', 'cut', operatedForm(manage('make-admin'), true)],
  ['POST', '/operate/people/:number/unmake-admin', 'cut', operatedForm(manage('unmake-admin'))],
  ['POST', '/operate/people/:number/reset', 'cut', operatedForm(resetAnyPassword, true)],
  ['POST', '/operate/people/:number/remove', 'cut', operatedForm(removePerson)],
  ['GET', '/operate/devices', 'cut', operated(showAllDevices)],
  ['POST', '/operate/devices/revoke', 'cut', operatedForm(revokeAnyDevice)],
  ['GET', '/operate/clients', 'cut', operated(showClients)],
  ['POST', '/operate/clients/add', 'cut', operatedForm(addClient, true)],
  ['POST', '/operate/clients/remove', 'cut', operatedForm(removeClient)],
  ['GET', '/operate/blocks', 'cut', operated(showBlocks)],
  ['POST', '/operate/blocks/remove', 'cut', operatedForm(removeBlock)],
  ['GET', '/operate/audit', 'cut', operated(showAudit)],
  ['GET', '/operate/audit/export', 'cut', operated(exportAudit)],
  ['POST', '/operate/audit/key', 'cut', operatedForm(makeAuditKey, true)],
  ['GET', '/operate/health', 'cut', operated(showHealth)],
];

/** What the pages need besides the context. */
export interface PageParts {
  readonly accountService: AccountService;
  /** The built files of the SDK, for the demonstration television; null where there is none. */
  readonly demoClientFolder: URL | null;
}

/** Who sent a request to a page. */
const senderOf = ({ who }: PageRequest, address: Address): Sender => ({
  about: { protocol: null, clientId: null },
  account: who?.account.id ?? null,
  address,
});

/** Everything that people see, below the base path. */
export function createPages(context: ServiceContext, { accountService, demoClientFolder }: PageParts): Hono<PageEnv> {
  const { settings, log } = context;
  const dependencies: PageDependencies = {
    context,
    accountService,
    assets: createAssets(context.face),
  };
  const television = settings.demo && demoClientFolder !== null ? createTelevision(demoClientFolder) : null;

  const formTargets = context.outsideSignIn?.origins;
  const headers: Readonly<Record<Opener, ReturnType<typeof pageHeaders>>> = {
    kept: pageHeaders(settings, 'kept', formTargets),
    cut: pageHeaders(settings, 'cut', formTargets),
  };
  const answered = (path: string, opener: Opener, handler: PageHandler) => async (c: Context<PageEnv>) => {
    if (path !== '') c.env.found?.(path);
    for (const [name, value] of headers[opener]) c.header(name, value);
    const loaded = await loadPage(c, dependencies);
    const outside = context.outsideSignIn;
    const pageRequest = outside === null ? loaded : await signInFromOutside(loaded, outside);
    if (pageRequest instanceof Response) return pageRequest;
    const response = await handler(pageRequest);
    noteThrottled(context, response, () => senderOf(pageRequest, c.env.address));
    return response;
  };
  const asset = (c: Context<PageEnv>): Response | Promise<Response> => {
    c.env.found?.('/assets/*');
    const found = dependencies.assets.at(c.req.path);
    const client = television?.file(c.req.path);
    if (found === undefined && client === undefined) return c.notFound();
    return c.body(found?.body ?? client ?? '', 200, {
      'content-type': found?.type ?? 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      // An image of the operator, opened by itself, runs and loads nothing.
      ...(found?.type === 'image/svg+xml'
        ? { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" }
        : {}),
    });
  };

  const icon = (c: Context<PageEnv>): Response =>
    c.body(dependencies.assets.at(dependencies.assets.path('icon.png'))?.body ?? '', 200, {
      'content-type': 'image/png',
      'cache-control': 'public, max-age=86400',
      'x-content-type-options': 'nosniff',
    });

  const app = new Hono<PageEnv>({ strict: false });
  app.use(async (c, next) => {
    await next();
    if (c.res.status >= 400) c.header(requestIdHeader, c.env.requestId());
  });
  app.use(async (c, next) => {
    if (!context.capacity.isFull()) return context.capacity.during(next());
    for (const [name, value] of headers.kept) c.header(name, value);
    return troublePage(loadAnonymousPage(c, dependencies), 'unavailable', comeAgain);
  });
  app.get('/assets/*', asset);
  for (const path of ['/favicon.ico', '/apple-touch-icon.png']) app.get(path, icon); // browsers request these whatever a page says
  for (const [method, path, opener, handler] of pageRoutes) app.on(method, path, answered(path, opener, handler));
  if (television !== null) app.get('/tv', answered('/tv', 'cut', television.show));
  app.notFound(answered('', 'kept', (pageRequest) => troublePage(pageRequest, 'notFound')));
  app.onError(async (error, c) => {
    const found = { err: error, page: c.req.path, requestId: c.env.requestId() };
    if (error instanceof StoreBusyError) log.warn(found, 'the store has trouble');
    else log.error(found, 'a page failed');
    for (const [name, value] of headers.kept) c.header(name, value);
    return troublePage(loadAnonymousPage(c, dependencies), 'unavailable', 10);
  });
  return app;
}
