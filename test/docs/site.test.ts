// What `npm run site` makes of the repository's Markdown. The site itself is built by that command.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What of site/lib is needed. */
interface Site {
  readonly relink: (text: string, path: string, pageAt: (path: string) => string | undefined) => string;
  readonly contents: readonly {
    readonly slug: string;
    readonly pages: readonly (readonly [path: string, title?: string])[];
  }[];
}

const load = (name: string): Promise<Partial<Site>> =>
  import(new URL(`../../site/lib/${name}.mjs`, import.meta.url).href);
const { relink, contents } = { ...(await load('links')), ...(await load('contents')) } as Site;

const pageAt = (path: string): string | undefined => (path === 'docs/oauth.md' ? 'start/oauth' : undefined);

describe('a link on the site', () => {
  const cases: Readonly<Record<string, readonly [written: string, shown: string]>> = {
    'to a page leads to its place': ['[OAuth](oauth.md)', '[OAuth](/start/oauth)'],
    'to a heading of a page as well': [
      '[refresh](../docs/oauth.md#refresh-tokens)',
      '[refresh](/start/oauth#refresh-tokens)',
    ],
    'to a file that is no page is its name': ['[decision 9](../decisions/0009-user-code-floor.md)', '`decision 9`'],
    'to a source keeps its own marks': ['[`pin.ts`](../packages/server/src/domain/pin.ts)', '`pin.ts`'],
    'to a picture leads to the picture': ['![A TV](pictures/tv.png)', '![A TV](/docs/pictures/tv.png)'],
    'to elsewhere stays': [
      '[RFC](https://www.rfc-editor.org/rfc/rfc8628)',
      '[RFC](https://www.rfc-editor.org/rfc/rfc8628)',
    ],
    'to a heading of its own page stays': ['[below](#below)', '[below](#below)'],
  };
  for (const [what, [written, shown]] of Object.entries(cases)) {
    it(what, () => assert.equal(relink(written, 'docs/verify.md', pageAt), shown));
  }

  it('is left alone in code', () => {
    const code = '```\n[OAuth](oauth.md)\n```';
    assert.equal(relink(code, 'docs/verify.md', pageAt), code);
  });
});

describe('the contents of the site', () => {
  const listed = contents.flatMap(({ pages }) => pages.map(([path]) => path));

  it('are pages that are there, or made of what is built', () => {
    for (const path of listed) assert.ok(path.startsWith('reference/') || existsSync(join(root, path)), path);
    assert.equal(new Set(listed).size, listed.length);
  });

  it('have every page of docs/, but those for who works on linkpin', () => {
    const own = ['docs/chaos.md', 'docs/mutants.md'];
    const pages = readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md'));
    assert.deepEqual(
      pages.map((file) => `docs/${file}`).filter((path) => !listed.includes(path) && !own.includes(path)),
      [],
    );
  });
});
