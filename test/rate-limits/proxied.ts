// A service on a real port, behind a proxy that says where each request comes from, and people who enter codes at it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createKeys, createMemoryStore, makeSecretKey, openSqliteStore, type SettingsInput } from '@linkpin/server';
import { byPasswordAt } from '../../packages/server/src/domain/session.ts';
import type { Account } from '../../packages/server/src/service/ports/accounts.ts';
import type { Store } from '../../packages/server/src/service/ports/store.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { link } from '../plex/asking.ts';

export const day = 86_400_000;

/** Ways to keep what the service keeps; each answers how to open it, again and again. */
export const stores = ['memory', 'SQLite'] as const;

/** Somebody with an account and a browser that is signed in, who stands in some network. */
export interface Person {
  readonly account: Account;
  readonly address: string;
  /** The secret in the session cookie. */
  readonly secret: string;
}

/** A pin as its device knows it. */
export interface Asked {
  readonly id: number;
  readonly code: string;
  readonly holder: string;
}

/** What came of an entry. */
export interface Told {
  readonly status: number;
  /** Where it leads to, or ''. */
  readonly to: string;
  readonly text: string;
  readonly retryAfter: number;
}

/** The ways to give a code. */
export const entrances = ['/link', '/auth', 'PUT link', 'DELETE link'] as const;
export type Entrance = (typeof entrances)[number];

export class Proxied {
  readonly #context: TestContext;
  readonly #settings: SettingsInput;
  readonly #open: () => Promise<Store>;
  readonly #keys = [makeSecretKey()];
  readonly #tokens: Map<string, string> = new Map();
  #harness: Harness | undefined;
  #url = '';
  #passed = 0;
  #count = 0;
  #starts = 0;

  private constructor(context: TestContext, kind: (typeof stores)[number], settings: SettingsInput) {
    this.#context = context;
    this.#settings = settings;
    const folder = mkdtempSync(join(tmpdir(), 'linkpin-'));
    const file = join(folder, 'linkpin.db');
    this.#open =
      kind === 'memory'
        ? async () => createMemoryStore()
        : () => openSqliteStore({ file, keys: createKeys(this.#keys) });
    context.after(() => rmSync(folder, { recursive: true, force: true }));
  }

  static async start(
    context: TestContext,
    kind: (typeof stores)[number],
    settings: SettingsInput = {},
  ): Promise<Proxied> {
    const proxied = new Proxied(context, kind, settings);
    await proxied.#start();
    context.after(() => proxied.harness.service.close());
    return proxied;
  }

  get harness(): Harness {
    assert.ok(this.#harness);
    return this.#harness;
  }

  async #start(): Promise<void> {
    const settings = {
      guessesPerDay: 160,
      trustedProxies: ['127.0.0.1'],
      passwordRoutes: 'on' as const,
      ...this.#settings,
    };
    this.#harness = createHarness(`${this.#context.name} ${(this.#starts += 1)}`, {
      store: await this.#open(),
      keys: this.#keys,
      settings,
    });
    this.#harness.clock.pass(this.#passed);
    this.#url = await this.#harness.service.listen();
  }

  pass(milliseconds: number): void {
    this.#passed += milliseconds;
    this.harness.clock.pass(milliseconds);
  }

  /** Stops the service and starts it again on what it kept. */
  async restart(): Promise<void> {
    await this.harness.service.close();
    await this.#start();
  }

  async send(path: string, from: string, init: RequestInit = {}): Promise<Response> {
    const headers = { 'x-forwarded-for': from, ...(init.headers as Record<string, string>) };
    return fetch(new URL(path, this.#url), { redirect: 'manual', ...init, headers });
  }

  /** Somebody signed in. @param age of the account in days */
  async person(address: string, age = 0): Promise<Person> {
    const { store, ports } = this.harness;
    const secret = Buffer.from(ports.random.bytes(32)).toString('base64url');
    const now = ports.clock.now();
    const account = {
      id: ports.random.id(),
      username: `person${(this.#count += 1)}`,
      email: null,
      emailConfirmed: false,
      passwordHash: 'none',
      isAdmin: false,
      createdAt: now - age * day,
    };
    const made = await store.accounts.add(account, { by: 'operator' }, now);
    assert.ok('added' in made);
    const session = {
      hash: ports.keys.hash(secret),
      account: account.id,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: now + 30 * day,
      address,
      userAgent: null,
      ...byPasswordAt(now),
    };
    assert.equal(await store.sessions.add(session, account.passwordHash), true);
    return { account: made.added, address, secret };
  }

  /** A device asks for a weak pin. */
  async ask(from: string, strong = false): Promise<Asked> {
    const clientId = `device ${(this.#count += 1)}`;
    const headers = { accept: 'application/json', 'x-plex-client-identifier': clientId };
    const answer = await this.send(`/api/v2/pins?strong=${strong}`, from, { method: 'POST', headers });
    assert.equal(answer.status, 201);
    return { ...((await answer.json()) as { id: number; code: string }), holder: clientId };
  }

  /** Posts a form of our own page, as a browser with this cookie. */
  post(path: string, from: string, form: Record<string, string>, cookie: string): Promise<Response> {
    const { origin } = new URL(this.#url);
    const headers = { cookie, origin, 'content-type': 'application/x-www-form-urlencoded' };
    return this.send(path, from, { method: 'POST', headers, body: new URLSearchParams(form).toString() });
  }

  /** A cookie from before a restart, under the name that it has on the new port. */
  renamed(cookie: string): string {
    return cookie.replace(/-\d+=/, `-${new URL(this.#url).port}=`);
  }

  #page(path: string, person: Person | null, from: string, form?: Record<string, string>): Promise<Response> {
    const { port } = new URL(this.#url);
    const cookie = person === null ? '' : `linkpin-${port}=${person.secret}`;
    const token = person === null ? '' : this.harness.ports.keys.hash(`form ${person.secret}`);
    if (form === undefined) return this.send(path, from, { headers: { cookie } });
    return this.post(path, from, { ...form, token }, cookie);
  }

  /** Gives a code at an entrance; without a person, as somebody who is not signed in. */
  async enter(
    person: Person | null,
    code: string,
    entrance: Entrance = '/link',
    { holder = 'device', from = person?.address ?? '192.0.2.1' } = {},
  ): Promise<Told> {
    let answer: Response;
    if (entrance === '/link') answer = await this.#page('/link', person, from, { code });
    else if (entrance === '/auth') {
      const asked = await this.#page('/auth', person, from, { code, clientID: holder });
      const to = asked.headers.get('location') ?? '';
      const t = new URLSearchParams(to.split('?')[1]).get('t') ?? '';
      answer = await this.#page('/continue', person, from, { t });
    } else {
      const token = person === null ? 'none' : await this.#tokenOf(person);
      const method = entrance === 'PUT link' ? 'PUT' : 'DELETE';
      const headers = { 'x-plex-token': token, 'x-plex-client-identifier': 'approver', accept: 'application/json' };
      answer = await this.send(`/api/v2/pins/link?code=${encodeURIComponent(code)}`, from, { method, headers });
    }
    // A sealed ticket is another each time; only how long it is could tell something.
    const text = (await answer.text())
      .replaceAll(code, 'CODE')
      .replaceAll(/([?&]t=)([\w.-]+)/g, (_, name: string, ticket: string) => `${name}${ticket.length}`);
    const to = (answer.headers.get('location') ?? '').replace(/(\?|%3F)t(=|%3D).*/, '').replaceAll(code, 'CODE');
    return { status: answer.status, to, text, retryAfter: Number(answer.headers.get('retry-after')) };
  }

  /** True when the entry led to the pin. */
  async reaches(person: Person, { code, holder }: Asked, entrance: Entrance = '/link'): Promise<boolean> {
    const { status, to } = await this.enter(person, code, entrance, { holder });
    return to === '/pin' || status === 204;
  }

  /** Enters codes that are none, one from each person. */
  async guess(people: readonly Person[], entrance: Entrance = '/link', code = '0000'): Promise<void> {
    for (const person of people) {
      const { status } = await this.enter(person, code, entrance);
      assert.ok(status === 422 || status === 404, String(status));
    }
  }

  /** So many new people, in networks of their own or in one. */
  crowd(count: number, addressOf: (index: number) => string): Promise<readonly Person[]> {
    return Promise.all(Array.from({ length: count }, (_, index) => this.person(addressOf(index))));
  }

  async #tokenOf({ account }: Person): Promise<string> {
    const token =
      this.#tokens.get(account.id) ?? (await link(this.harness, account, `approver of ${account.id}`, true));
    this.#tokens.set(account.id, token);
    return token;
  }
}
