import type { Hono } from 'hono';
import { movableClock } from '../../../../../test/harness/clock.ts';
import { CookieJar } from '../../../../../test/harness/cookie-jar.ts';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import type { AccountService } from '../../accounts/account-service.ts';
import type { SettingsInput } from '../../config/settings.ts';
import type { Address } from '../../domain/address.ts';
import { plexCodes } from '../../domain/code.ts';
import type { FarRule } from '../../domain/far-policy.ts';
import type { DeviceInfo, Pin } from '../../domain/pin.ts';
import type { Place } from '../../domain/place.ts';
import { drawPlexId, requestPin } from '../../service/pins/request-pin.ts';
import type { EventRecorder } from '../../events/events.ts';
import type { Account } from '../../service/ports/accounts.ts';
import type { PageEnv, ServiceContext } from '../server/context.ts';
import { createPages } from './pages.ts';

/** Pages over the memory store, with a clock that moves when told. */
export interface TestSite {
  readonly events: EventRecorder;
  readonly context: ServiceContext;
  readonly accountService: AccountService;
  readonly pages: Hono<PageEnv>;
  readonly baseUrl: string;
  pass(milliseconds: number): void;
  /** Makes an account with the password `correct horse`. */
  person(username: string, isAdmin?: boolean): Promise<Account>;
  /** A device asks for a pin. */
  ask(deviceInfo?: Partial<DeviceInfo>, more?: Partial<AskMore>): Promise<Pin>;
  pin(key: string): Promise<Pin | undefined>;
  /** These addresses are known to be at these places, and others nowhere. */
  knowPlaces(places: ReadonlyMap<string, Place>): void;
  /** The operator wants something else of approvals from now on. */
  changeRules(rules: { readonly plexWhenFar?: FarRule; readonly freshFor?: number }): void;
}

interface AskMore {
  readonly kind: 'weak' | 'strong';
  readonly clientId: string;
  readonly address: string | null;
  readonly hiddenBehind: string;
  readonly place: Place | null;
  readonly wantsToApprove: boolean;
}

/** A device that says nothing of itself. */
export const noDeviceInfo: DeviceInfo = {
  product: null,
  version: null,
  platform: null,
  platformVersion: null,
  device: null,
  deviceName: null,
  model: null,
  vendor: null,
};

export function testSite(settings: SettingsInput = {}, baseUrl = 'https://link.example'): TestSite {
  const clock = movableClock(Date.UTC(2026, 10, 21, 12));
  const context = testDependencies({ clock, settings: { guessesPerDay: 160, ...settings } });
  const { accountService, events, store } = context;
  return {
    context,
    events,
    accountService,
    pages: createPages(context, { accountService, demoClientFolder: null }),
    baseUrl,
    pass: (milliseconds) => clock.pass(milliseconds),
    async person(username, isAdmin = false) {
      const made = await accountService.registration.register(
        { username, email: null, password: 'correct horse' },
        { by: 'operator', isAdmin },
      );
      if (!made.ok) throw new Error(made.refusal.kind);
      return made.value;
    },
    async ask(deviceInfo = {}, { kind = 'weak', clientId = 'a-client', address = '203.0.113.50', ...more } = {}) {
      const requester = {
        deviceInfo: {
          ...noDeviceInfo,
          product: 'My Player',
          deviceName: 'Living room',
          platform: 'tvOS',
          ...deviceInfo,
        },
        address,
        ...(more.hiddenBehind === undefined ? {} : { hiddenBehind: more.hiddenBehind }),
        place: more.place ?? null,
        wantsToApprove: more.wantsToApprove ?? false,
      };
      const made = await requestPin(context.ports, {
        protocol: 'plex',
        kind,
        format: plexCodes[kind],
        clientId,
        requester,
        authorizationRequest: null,
        keyThumbprint: null,
        deviceKey: null,
        drawPublicId: () => drawPlexId(context.ports),
      });
      if (!made.ok) throw new Error(made.refusal.kind);
      return made.value;
    },
    pin: (key) => store.pins.byId(key),
    knowPlaces(places) {
      const geoip = { lookup: (address: Address) => places.get(address ?? '') ?? null, attribution: null };
      Object.assign(context, { geoip });
      Object.assign(context.ports, { geoip });
    },
    changeRules({ plexWhenFar, freshFor }) {
      const { approvalRules } = context.ports;
      const plex = plexWhenFar === undefined ? approvalRules.plex : { ...approvalRules.plex, whenFar: plexWhenFar };
      const changed = { plex, freshFor: freshFor ?? approvalRules.freshFor };
      Object.assign(context.ports, { approvalRules: changed });
    },
  };
}

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where a redirect leads, below the base path. */
  readonly to: string | null;
}

/**
 * A browser without scripts in front of the pages alone. Unlike the harness's `Person`, who fills in the forms of a page, it
 * posts whatever a test wants, to see what is refused.
 */
export class TestBrowser {
  readonly #site: TestSite;
  readonly #address: string | null;
  readonly cookies: CookieJar = new CookieJar();
  /** The path of the page it is on. */
  at = '/';
  #hidden: Map<string, string> = new Map();

  constructor(site: TestSite, address: string | null = '203.0.113.9') {
    this.#site = site;
    this.#address = address;
  }

  async send(path: string, init: RequestInit = {}): Promise<Reply> {
    const headers = new Headers(init.headers);
    if (this.cookies.size > 0) headers.set('cookie', this.cookies.header);
    const response = await this.#site.pages.request(
      `http://inside${path}`,
      { ...init, headers },
      {
        address: this.#address,
        baseUrl: this.#site.baseUrl,
        requestId: () => 'a request',
      },
    );
    this.cookies.take(response);
    const base = new URL(this.#site.baseUrl).pathname.replace(/\/$/, '');
    const location = response.headers.get('location');
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      to: location === null ? null : location.slice(base.length),
    };
  }

  /** Goes to a page, on through redirects, and remembers its hidden fields. */
  async open(path: string): Promise<Reply> {
    this.at = path;
    let reply = await this.send(path);
    for (let hop = 0; reply.to !== null && hop < 5; hop += 1) {
      this.at = reply.to;
      reply = await this.send(reply.to);
    }
    this.#remember(reply);
    return reply;
  }

  /** The hidden fields of the page it is on. */
  get fields(): Record<string, string> {
    return Object.fromEntries(this.#hidden);
  }

  /** Posts a form of the page it is on, with the hidden fields there. Does not follow the redirect. */
  async post(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Reply> {
    const reply = await this.send(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: new URL(this.#site.baseUrl).origin,
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
      body: new URLSearchParams({ ...this.fields, ...fields }).toString(),
    });
    if (reply.to === null) this.#remember(reply);
    return reply;
  }

  /** Posts and follows. */
  async submit(path: string, fields: Record<string, string> = {}): Promise<Reply> {
    const reply = await this.post(path, fields);
    return reply.to === null ? reply : this.open(reply.to);
  }

  /** Comes with what an app asks for, and goes on past the page that asks for a click. */
  async comeFromApp(fields: Record<string, string>): Promise<Reply> {
    await this.open('/auth');
    const reply = await this.submit('/auth', fields);
    return reply.text.includes('action="/continue"') ? this.submit('/continue') : reply;
  }

  async signIn(name: string, next = '/link'): Promise<Reply> {
    await this.open(`/signin?next=${encodeURIComponent(next)}`);
    return this.submit('/signin', { name, password: 'correct horse', next });
  }

  #remember({ text }: Reply): void {
    this.#hidden = new Map(
      [...text.matchAll(/<input\s+type="hidden"\s+name="([^"]+)"(?:\s+value="([^"]*)")?/g)].map(([, name, value]) => [
        name ?? '',
        (value ?? '').replaceAll('&amp;', '&'),
      ]),
    );
  }
}
