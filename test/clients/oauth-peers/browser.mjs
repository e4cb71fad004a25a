/** A browser without scripts: keeps cookies, follows redirects, sends the first form of a page. */
export function createBrowser() {
  const cookies = new Map();

  const go = async (url, form) => {
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      redirect: 'manual',
      ...(form && { body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      cookies.set(name, value);
    }
    const to = response.headers.get('location');
    const text = await response.text();
    if (to) return go(new URL(to, url).href);
    const [form_, action] = /<form[^>]*action="([^"]*)"[\s\S]*?<\/form>/.exec(text) ?? [];
    return { text, form: form_, action: action && new URL(action.replaceAll('&amp;', '&'), url).href };
  };

  return {
    open: (url) => go(url),
    submit: (page, typed = {}) => {
      const hidden = page.form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"\/>/g);
      return go(page.action, { ...Object.fromEntries([...hidden].map(([, name, value]) => [name, value])), ...typed });
    },
  };
}
