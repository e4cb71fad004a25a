// Other people's servers for the checks, each in this process, on a clock that is moved by hand.
import type { Bench } from '../../packages/linkpin/src/conformance/bench.ts';
import { Unreachable, type Check } from '../../packages/linkpin/src/conformance/check.ts';
import { createSender, fetchTransport } from '../../packages/linkpin/src/conformance/http.ts';
import { oauthBench } from '../../packages/linkpin/src/conformance/rfc8628/bench.ts';
import { rfc8628Checks } from '../../packages/linkpin/src/conformance/rfc8628/checks.ts';
import type { OAuthBench, OAuthTarget } from '../../packages/linkpin/src/conformance/rfc8628/device.ts';
import { endpointsOf, readMetadata } from '../../packages/linkpin/src/conformance/rfc8628/discover.ts';
import { pageChecks } from '../../packages/linkpin/src/conformance/rfc8628/page.ts';
import { startOurs } from './ours.ts';

/** A server that is compared. */
export interface Compared {
  readonly title: string;
  /** How it is set up, as a sentence or two. */
  readonly setUp: string;
  readonly checks: readonly Check<OAuthBench>[];
  readonly bench: OAuthBench;
  readonly stop: () => Promise<void> | void;
}

interface OidcProvider {
  readonly issuer: string;
  readonly approve: (address: string) => Promise<string>;
  readonly deny: (address: string) => Promise<void>;
  readonly stop: () => void;
}

interface BetterAuth {
  readonly endpoints: { readonly deviceAuthorizationEndpoint: string; readonly tokenEndpoint: string };
  readonly approve: (userCode: string) => Promise<void>;
  readonly deny: (userCode: string) => Promise<void>;
  readonly stop: () => void;
}

interface BetterAuthProvider {
  readonly issuer: string;
  readonly clients: readonly { readonly id: string; readonly secret: string | null }[];
  readonly approve: (userCode: string) => Promise<void>;
  readonly deny: (userCode: string) => Promise<void>;
  readonly stop: () => void;
}

const load = <Module>(name: string): Promise<Module> =>
  import(new URL(`../clients/oauth-peers/${name}.mjs`, import.meta.url).href) as Promise<Module>;

/** Moves `Date` for everything in this process; timers go on as ever. */
export function movedDate(): { readonly pass: (seconds: number) => void; readonly restore: () => void } {
  const RealDate = globalThis.Date;
  let ahead = 0;
  const now = (): number => RealDate.now() + ahead;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, own) => Reflect.construct(target, given.length === 0 ? [now()] : given, own) as object,
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  });
  return {
    pass: (seconds) => (ahead += seconds * 1000),
    restore: () => (globalThis.Date = RealDate),
  };
}

/** A bench over the network of this machine. */
function benchOf(pass: (seconds: number) => void, decide: Bench['decide']): Bench {
  const sender = createSender(fetchTransport('linkpin-conformance'));
  return {
    send: (request, options) => sender.send(request, options),
    now: () => Date.now(),
    async wait(seconds) {
      pass(seconds);
    },
    canWait: () => true,
    async decide(shown, decision) {
      try {
        await decide(shown, decision);
      } catch (error) {
        throw new Unreachable(`the approval did not work: ${(error as Error).message}`);
      }
    },
    mayGuess: true,
  };
}

const nothing = { otherClient: null, secretClient: null, scope: '', pageCookie: '' };

async function withTarget(
  bench: Bench,
  issuer: string,
  given: Partial<OAuthTarget> & Pick<OAuthTarget, 'client'>,
): Promise<OAuthBench> {
  const metadata = await readMetadata(bench, issuer);
  return oauthBench(bench, { ...nothing, issuer, metadata, ...endpointsOf(issuer, metadata, given), ...given });
}

/** Our own. */
export async function startLinkpin(): Promise<Compared> {
  const ours = await startOurs();
  return {
    title: 'linkpin',
    setUp:
      'linkpin: default settings but for wide limits on codes, in memory; two public clients and one with a secret, somebody signed in.',
    checks: rfc8628Checks,
    bench: await ours.oauth({ guess: true }),
    stop: () => ours.harness.service.close(),
  };
}

/** oidc-provider, its own pages for development included. */
export async function startOidcProvider(pass: (seconds: number) => void): Promise<Compared> {
  const { startOidcProvider: start } = await load<{ startOidcProvider: (more: object) => Promise<OidcProvider> }>(
    'oidc-provider',
  );
  const { awaitingAdapter } = await load<{ awaitingAdapter: () => unknown }>('awaiting-adapter');
  const scopes = ['openid', 'offline_access', 'watch', 'record'];
  const provider = await start({
    adapter: awaitingAdapter(),
    scopes,
    clients: [{ client_id: 'radio', token_endpoint_auth_method: 'none' }],
  });
  const bench = benchOf(pass, async ({ verificationUriComplete }, decision) => {
    await provider[decision](verificationUriComplete ?? '');
  });
  return {
    title: 'oidc-provider 9.13.3',
    setUp:
      'oidc-provider 9.13.3: `deviceFlow` on, its development pages, and an adapter that awaits in every call, as one with a database does, and keeps what has expired; two public clients and one with a secret.',
    checks: rfc8628Checks,
    bench: await withTarget(bench, provider.issuer, {
      client: { id: 'tv', secret: null },
      otherClient: { id: 'radio', secret: null },
      secretClient: { id: 'box', secret: 'a secret with %, + and :' },
      scope: 'openid offline_access watch record',
    }),
    stop: provider.stop,
  };
}

/** better-auth with its plugin for devices. @param readsForms forms become JSON before its door, see better-auth.mjs */
export async function startBetterAuth(pass: (seconds: number) => void, readsForms: boolean): Promise<Compared> {
  const { startBetterAuth: start } = await load<{
    startBetterAuth: (readsForms: boolean, more: object) => Promise<BetterAuth>;
  }>('better-auth');
  const server = await start(readsForms, { validateClient: (id: string) => ['tv', 'radio'].includes(id) });
  const { deviceAuthorizationEndpoint: deviceEndpoint, tokenEndpoint } = server.endpoints;
  const bench = benchOf(pass, ({ userCode }, decision) => server[decision](userCode));
  const own = readsForms ? ', with forms turned into JSON before its token endpoint' : '';
  return {
    title: `better-auth 1.7.7${readsForms ? ', forms turned into JSON' : ''}`,
    setUp: `better-auth 1.7.7: its plugin \`deviceAuthorization\` with two known clients and an interval of a second, in memory, rate limit off${own}; it has no secrets of clients. The page is the application’s own and was not looked at.`,
    checks: rfc8628Checks.filter((check) => !pageChecks.includes(check)),
    bench: await withTarget(bench, new URL(deviceEndpoint).origin, {
      deviceEndpoint,
      tokenEndpoint,
      client: { id: 'tv', secret: null },
      otherClient: { id: 'radio', secret: null },
      scope: 'watch record',
    }),
    stop: server.stop,
  };
}

/** better-auth as an OAuth server, with its package for that. */
export async function startBetterAuthProvider(pass: (seconds: number) => void): Promise<Compared> {
  const { startBetterAuthProvider: start } = await load<{
    startBetterAuthProvider: (scopes: readonly string[], clients: readonly object[]) => Promise<BetterAuthProvider>;
  }>('better-auth-provider');
  const scopes = ['openid', 'offline_access', 'watch', 'record'];
  const server = await start(scopes, [
    { client_name: 'TV', token_endpoint_auth_method: 'none' },
    { client_name: 'Radio', token_endpoint_auth_method: 'none' },
    { client_name: 'Box', token_endpoint_auth_method: 'client_secret_basic' },
  ]);
  const [tv, radio, box] = server.clients as [OAuthTarget['client'], OAuthTarget['client'], OAuthTarget['client']];
  const bench = benchOf(pass, ({ userCode }, decision) => server[decision](userCode));
  return {
    title: 'better-auth 1.7.7 with oauth-provider 1.7.5',
    setUp:
      'better-auth 1.7.7 with @better-auth/oauth-provider 1.7.5: `oauthProvider` and `oauthDeviceAuthorization`, in memory, rate limit off, metadata where its documentation puts it; two public clients and one with a secret. The page is the application’s own and was not looked at.',
    checks: rfc8628Checks.filter((check) => !pageChecks.includes(check)),
    bench: await withTarget(bench, server.issuer, {
      client: tv,
      otherClient: radio,
      secretClient: box,
      scope: scopes.join(' '),
    }),
    stop: server.stop,
  };
}
