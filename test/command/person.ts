// A person with a browser that runs no script: fetches pages, keeps cookies, fills in forms.
import assert from 'node:assert/strict';

/** Somebody in front of the pages of a service. */
export class Person {
  readonly #server: string;
  readonly #cookies = new Map<string, string>();

  constructor(server: string) {
    this.#server = server;
  }

  /** Fetches a page, redirects followed. */
  get(path: string): Promise<Page> {
    return this.#visit(path, null);
  }

  /** Fills in the one form of a page that has these fields, and sends it. */
  async fillIn(page: Page, fields: Readonly<Record<string, string>>): Promise<Page> {
    const form = page.forms.find(({ names }) => Object.keys(fields).every((name) => names.has(name)));
    assert.ok(form, `${page.path} has no form with ${Object.keys(fields).join(', ')}:\n${page.html}`);
    return this.#visit(form.action, new URLSearchParams({ ...form.hidden, ...fields }));
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
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = body === null ? {} : { method: 'POST', body };
    const headers = { cookie, origin: new URL(this.#server).origin };
    const response = await fetch(url, { ...sent, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.slice(0, line.indexOf(';')).split(/=(.*)/s);
      this.#cookies.set(name, value);
    }
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
    readonly hidden: Readonly<Record<string, string>>;
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
    const hidden = fields.filter((tag) => attribute(tag, 'type') === 'hidden');
    return {
      action: attribute(opening, 'action') ?? path,
      names: new Set(fields.flatMap((tag) => attribute(tag, 'name') ?? [])),
      hidden: Object.fromEntries(hidden.map((tag) => [attribute(tag, 'name') ?? '', attribute(tag, 'value') ?? ''])),
    };
  });
  return { path, status, html, forms };
}
