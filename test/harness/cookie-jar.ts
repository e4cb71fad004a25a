/** The cookies of a browser, by name. */
export class CookieJar extends Map<string, string> {
  /** The `Cookie` header; empty without cookies. */
  get header(): string {
    return [...this].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Keeps what a response sets, and drops what it expires. */
  take({ headers }: Response): void {
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0\b/.test(line)) this.delete(name);
      else this.set(name, value);
    }
  }
}
