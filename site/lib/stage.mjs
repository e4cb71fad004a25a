// Puts what the site shows into site/pages: the repository's own Markdown, and the reference made of what is built.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { contents, insteadOf } from './contents.mjs';
import { picturesOf, relink } from './links.mjs';

const root = join(import.meta.dirname, '../..');
const pages = join(root, 'site/pages');

const titleOf = (text) => (/^# (.+)$/m.exec(text)?.[1] ?? '').replaceAll('`', '');

/** Pages whose words only get in the way of a search: declarations, figures, what has changed. */
const unsearched = /^(reference\/types-|BENCHMARKS|CHANGELOG)/;

const searched = (path, text) => (unsearched.test(path) ? `---\nsearch: false\n---\n\n${text}` : text);

/** `docs/oauth.md` in `start` → `start/oauth`; a README is called after its package. */
const placeOf = (slug, path) => `${slug}/${basename(path.replace(/\/README\.md$/, '.md'), '.md').toLowerCase()}`;

/** @param generated pages that are not in the repository: path → text */
export function stage(generated) {
  rmSync(pages, { recursive: true, force: true });
  const read = (path) => generated[path] ?? readFileSync(join(root, path), 'utf8');
  const sections = contents.map(({ pages: listed, ...section }) => ({
    ...section,
    pages: listed
      .filter(([path]) => path in generated || existsSync(join(root, path)))
      .map(([path, name]) => ({ path, place: placeOf(section.slug, path), title: name ?? titleOf(read(path)) })),
  }));
  const places = new Map([
    ['README.md', 'index'],
    ['.', 'index'],
    ...sections.flatMap((section) => section.pages.map(({ path, place }) => [path, place])),
  ]);
  const pageAt = (path) =>
    [path, `${path}/README.md`].map((file) => places.get(insteadOf[file] ?? file)).find((place) => place !== undefined);
  const pictures = new Set();
  const write = (place, text) => {
    mkdirSync(dirname(join(pages, place)), { recursive: true });
    writeFileSync(join(pages, `${place}.md`), text);
    for (const file of picturesOf(text)) pictures.add(file);
  };
  for (const [path, place] of places) {
    if (place !== 'index') write(place, searched(path, relink(read(path), path, pageAt)));
  }
  write('index', relink(readFileSync(join(root, 'site/index.md'), 'utf8'), 'index.md', pageAt));
  for (const file of pictures) {
    const target = join(pages, 'public', file);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(root, file), target);
  }
  copyFileSync(join(root, 'packages/server/src/pages/icon.svg'), join(pages, 'public/icon.svg'));
  const sidebar = Object.fromEntries(
    sections.map(({ slug, title, pages: listed }) => [
      `/${slug}/`,
      [{ text: title, items: listed.map((page) => ({ text: page.title, link: `/${page.place}` })) }],
    ]),
  );
  const nav = sections.map(({ title, short = title, pages: [first] }) => ({ text: short, link: `/${first.place}` }));
  writeFileSync(join(pages, 'sidebar.json'), JSON.stringify({ nav, sidebar }));
}
