// Pure: no I/O, no clock, no randomness.

/** What the page says that the browser ends on. */
export interface EndPage {
  readonly heading: string;
  readonly isGood: boolean;
}

/** The headers of that page: it loads nothing and stays nowhere. */
export const endHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
} as const;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const style = `
:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif }
body { min-height: 80vh; margin: 0; padding: 1rem; display: grid; place-content: center; text-align: center }
svg { width: 4rem; color: light-dark(#15803d, #4ade80) }
.bad { color: light-dark(#b45309, #fbbf24) }
h1 { margin: 1rem 0 0; font-size: 1.5rem; line-height: 1.25; text-wrap: balance }
p { margin: .5rem 0 0; text-wrap: balance }
`;

const mark = (isGood: boolean): string => `<svg viewBox="0 0 24 24" aria-hidden="true"${isGood ? '' : ' class="bad"'}>
<circle cx="12" cy="12" r="10.5" fill="none" stroke="currentColor" stroke-width="1.5"/>
<path d="${isGood ? 'm7.5 12.5 3 3 6-7' : 'M12 7v6.5m0 3v.01'}" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>
</svg>`;

/**
 * The page that the browser ends on.
 *
 * @param name - the program's
 */
export function endPage(name: string, { heading, isGood }: EndPage): string {
  const next = isGood ? '' : `Go back to ${name} to see why. `;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(name)}</title>
<style>${style}</style>
<main>
${mark(isGood)}
<h1>${escaped(heading)}</h1>
<p>${escaped(`${next}You can close this window.`)}</p>
</main>
</html>
`;
}
