// A browser without scripts on the pages of one origin.
import type { Bench } from './bench.ts';
import { encodeForm, header, type Exchange, type Fields } from './exchange.ts';
import { formsOf, type Button, type Form } from './html-forms.ts';
import { isSameOrigin } from './loopback.ts';

/** A page that was reached. */
export interface Page {
  readonly exchange: Exchange;
  readonly forms: readonly Form[];
  /** Where a redirect led that was not followed, because it left the origin; else null. */
  readonly left: string | null;
}

/** Redirects in a row that are followed. */
const mostRedirects = 8;

/** How a request is made to look. */
export interface Disguise {
  /** What a page of another site would have sent; default: what the site's own page does. */
  readonly from?: 'elsewhere';
  /** A 429 is what is looked for. */
  readonly limited?: boolean;
}

/** A person's browser, at one origin. */
export class Browser {
  readonly #bench: Pick<Bench, 'send'>;
  readonly #origin: string;
  readonly #cookies: Map<string, string>;

  /**
   * @param origin its requests, and so its cookies, go nowhere else
   * @param cookie the `Cookie` header of somebody who is signed in there; empty for nobody
   */
  constructor(bench: Pick<Bench, 'send'>, origin: string, cookie: string) {
    this.#bench = bench;
    this.#origin = new URL(origin).origin;
    this.#cookies = new Map(
      cookie
        .split(';')
        .map((pair) => /^\s*([^=\s]+)=(.*?)\s*$/.exec(pair))
        .flatMap((match) => (match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const])),
    );
  }

  /** Opens an address; redirects within the origin are followed. */
  open(url: string, disguise: Disguise = {}): Promise<Page> {
    return this.#go(url, null, disguise, 0);
  }

  /**
   * Sends a form.
   *
   * @param typed by the person; what the form has of itself goes along, unless `alone`
   */
  submit(
    page: Page,
    form: Form,
    typed: Readonly<Record<string, string>>,
    {
      button,
      alone = false,
      ...disguise
    }: Disguise & { readonly button?: Button | undefined; readonly alone?: boolean } = {},
  ): Promise<Page> {
    const own = form.fields.filter(({ type, checked }) => type === 'hidden' || checked);
    const pressed = button === undefined || button.name === '' ? [] : [[button.name, button.value] as const];
    const given = [...(alone ? [] : own), ...Object.entries(typed).map(([name, value]) => ({ name, value }))];
    const fields = new Map([...given.map(({ name, value }) => [name, value] as const), ...pressed]);
    const target = new URL(form.action, page.exchange.sent.url);
    if (form.isPost) return this.#go(target.href, [...fields], disguise, 0);
    for (const [name, value] of fields) target.searchParams.set(name, value);
    return this.#go(target.href, null, disguise, 0);
  }

  async #go(url: string, fields: Fields | null, disguise: Disguise, redirects: number): Promise<Page> {
    const isForeign = disguise.from === 'elsewhere';
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ');
    const sent = {
      method: fields === null ? 'GET' : 'POST',
      url,
      headers: {
        accept: 'text/html,application/xhtml+xml',
        ...(cookie === '' ? {} : { cookie }),
        ...(fields === null
          ? {}
          : {
              'content-type': 'application/x-www-form-urlencoded',
              origin: isForeign ? 'https://elsewhere.example' : this.#origin,
              'sec-fetch-site': isForeign ? 'cross-site' : 'same-origin',
            }),
      },
      body: fields === null ? null : encodeForm(fields),
    };
    const exchange = await this.#bench.send(sent, disguise);
    this.#keep(exchange);
    const location = header(exchange, 'location');
    const isRedirect = exchange.came.status >= 300 && exchange.came.status < 400 && location !== '';
    if (isRedirect) {
      const next = URL.parse(location, url)?.href;
      if (next === undefined || !isSameOrigin(next, this.#origin)) return { exchange, forms: [], left: location };
      if (redirects < mostRedirects) return this.#go(next, null, disguise, redirects + 1);
    }
    return { exchange, forms: formsOf(exchange.came.body), left: null };
  }

  #keep({ came }: Exchange): void {
    for (const line of came.cookies) {
      const [, name = '', value = ''] = /^([^=;\s]+)=([^;]*)/.exec(line) ?? [];
      if (/;\s*max-age=0\b/i.test(line) || value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}
