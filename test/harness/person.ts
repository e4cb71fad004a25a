// A person with a browser that runs no script: fetches pages, keeps cookies, fills in forms.
import assert from 'node:assert/strict';
import { CookieJar } from './cookie-jar.ts';

/** Somebody in front of the pages of a service. */
export class Person {
  readonly #server: string;
  readonly #cookies = new CookieJar();
  readonly #more: () => Readonly<Record<string, string>>;
  readonly #fetch: (request: Request) => Promise<Response>;

  /**
   * @param more headers that go with every request, what a proxy in front adds for one
   * @param send a service that does not listen, in place of the network
   */
  constructor(
    server: string,
    more: () => Readonly<Record<string, string>> = () => ({}),
    send: (request: Request) => Promise<Response> = (request) => fetch(request),
  ) {
    this.#server = server;
    this.#more = more;
    this.#fetch = send;
  }

  /** What the browser keeps, as the header in which it sends it. */
  get cookie(): string {
    return this.#cookies.header;
  }

  /** Fetches a page, redirects followed. */
  get(path: string): Promise<Page> {
    return this.#visit(path, null);
  }

  /**
   * Fills in the one form of a page that has these fields, and sends it.
   *
   * @param to where the form goes, on a page that has several
   */
  async fillIn(page: Page, fields: Readonly<Record<string, string>>, to?: string): Promise<Page> {
    const form = page.forms.find(
      ({ names, action }) => action === (to ?? action) && Object.keys(fields).every((name) => names.has(name)),
    );
    assert.ok(form, `${page.path} has no form with ${Object.keys(fields).join(', ')}:\n${page.html}`);
    const given = form.given.filter(([name]) => !(name in fields));
    return this.#visit(form.action, new URLSearchParams([...given, ...Object.entries(fields)] as [string, string][]));
  }

  async signIn(name: string, password: string): Promise<Page> {
    return this.fillIn(await this.get('/signin'), { name, password });
  }

  /** Types a code on the link page and looks at who asks. */
  async typeCode(code: string): Promise<Page> {
    return this.fillIn(await this.get('/link'), { code });
  }

  /** Types a code and answers the question. */
  async answer(code: string, answer: 'yes' | 'no'): Promise<Page> {
    return this.fillIn(await this.typeCode(code), answer === 'yes' ? { mine: 'on', answer } : { answer });
  }

  async #visit(path: string, body: URLSearchParams | null): Promise<Page> {
    const url = new URL(path, this.#server);
    const sent = body === null ? {} : { method: 'POST', body };
    const headers = { cookie: this.cookie, origin: new URL(this.#server).origin, ...this.#more() };
    const response = await this.#fetch(new Request(url, { ...sent, headers, redirect: 'manual' }));
    this.#cookies.take(response);
    const next = response.headers.get('location');
    if (next !== null) return this.#visit(new URL(next, url).href, null);
    return readPage(url.pathname, response.status, await response.text());
  }
}

/** A page as far as a form filler needs it. */
export interface Page {
  readonly path: string;
  readonly status: number;
  readonly html: string;
  readonly forms: readonly {
    readonly action: string;
    readonly names: ReadonlySet<string>;
    /** What the form sends of itself: hidden fields, and boxes that are ticked already. */
    readonly given: readonly (readonly [name: string, value: string])[];
  }[];
}

const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&');

const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescaped(value);
};

function readPage(path: string, status: number, html: string): Page {
  const forms = [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, opening = '', content = '']) => {
    const fields = [...content.matchAll(/<(?:input|button|textarea)\b[^>]*>/g)].map(([tag]) => tag);
    const isSent = (tag: string): boolean => attribute(tag, 'type') === 'hidden' || /\schecked\b/.test(tag);
    return {
      action: attribute(opening, 'action') ?? path,
      names: new Set(fields.flatMap((tag) => attribute(tag, 'name') ?? [])),
      given: fields
        .filter((tag) => isSent(tag) && attribute(tag, 'name') !== undefined)
        .map((tag) => [attribute(tag, 'name') ?? '', attribute(tag, 'value') ?? ''] as const),
    };
  });
  return { path, status, html, forms };
}
