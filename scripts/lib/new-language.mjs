// Makes the catalogue of another language out of the English one, and registers it: docs/languages.md. It does not compile
// before every text is translated.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './paths.mjs';

const usage = `usage: npm run words -- new TAG NAME [rtl]
  TAG   of the language, such as nl or pt-BR (BCP 47)
  NAME  what its speakers call it, such as Nederlands
  rtl   for one that is written from right to left`;

/** The name of the catalogue's constant: `nl`, `ptBR`. */
const constantOf = (tag) => tag.replaceAll('-', '');

/** What is wrong with the arguments, or undefined. */
export function problemWith([verb, tag = '', name = '', direction, ...more], folder) {
  if (verb !== 'new' || name === '' || more.length > 0 || ![undefined, 'rtl'].includes(direction)) return usage;
  if (!/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/.test(tag)) return `${tag} is no tag such as nl or pt-BR.`;
  if (Intl.PluralRules.supportedLocalesOf(tag).length === 0) return `${tag} is no language that Intl knows.`;
  if (/['\\]/.test(name)) return 'The name has a quote or a backslash.';
  return existsSync(join(folder, `${tag}.ts`)) ? `${tag}.ts is there already.` : undefined;
}

const quoted = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const keyOf = (key) => (/^[A-Za-z]\w*$/.test(key) ? key : quoted(key));

/** The source of some words: each text as `todo('…')`, which does not compile, each plural with the forms of the language. */
function sourceOf(words, forms, indent) {
  if (typeof words === 'string') return `todo(${quoted(words)})`;
  const { other } = words;
  const entries = typeof other === 'string' ? forms.map((form) => [form, words[form] ?? other]) : Object.entries(words);
  const lines = entries.map(([key, value]) => `${indent}  ${keyOf(key)}: ${sourceOf(value, forms, `${indent}  `)},\n`);
  return `{\n${lines.join('')}${indent}}`;
}

function edit(file, ...changes) {
  const before = readFileSync(file, 'utf8');
  const after = changes.reduce((text, [at, added]) => {
    if (!text.includes(at)) throw new Error(`${file} has no ${JSON.stringify(at)}.`);
    return text.replace(at, () => added);
  }, before);
  writeFileSync(file, after);
}

/**
 * Writes the files of a language into a folder of catalogues.
 *
 * @returns {Promise<number>} how many texts there are to translate
 */
export async function addLanguage(folder, [, tag, name, direction]) {
  const { english } = await import(pathToFileURL(join(folder, 'en.ts')).href);
  const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
  const ordered = ['zero', 'one', 'two', 'few', 'many', 'other'].filter((form) => forms.includes(form));
  const index = readFileSync(join(folder, 'en.ts'), 'utf8');
  const groups = new Map([...index.matchAll(/^ {2}(\w+): (\w+),$/gm)].map(([, key, constant]) => [constant, key]));
  const imports = [...index.matchAll(/^import \{([^}]*)\} from '\.\/en\/([\w-]+)\.ts';$/gm)];

  mkdirSync(join(folder, tag));
  let texts = 0;
  for (const [, constants = '', file] of imports) {
    const parts = constants.split(',').map((part) => part.trim());
    const sources = parts
      .filter((part) => part !== '')
      .map((constant) => {
        const key = groups.get(constant);
        const source = sourceOf(english[key], ordered, '');
        texts += source.split('todo(').length - 1;
        return `export const ${constant}: Catalogue<'${tag}'>['${key}'] = ${source};\n`;
      });
    const head = `// Pure: no I/O, no clock, no randomness. ${name}.\nimport type { Catalogue } from '../catalogue.ts';\n\n`;
    writeFileSync(join(folder, tag, `${file}.ts`), head + sources.join('\n'));
  }

  const listed = [...groups].map(([constant, key]) => `  ${key}: ${constant},\n`).join('');
  const lines = imports.map(([line]) => line.replace("'./en/", `'./${tag}/`)).join('\n');
  writeFileSync(
    join(folder, `${tag}.ts`),
    `// Pure: no I/O, no clock, no randomness. The catalogue of ${name}.\nimport type { Catalogue } from './catalogue.ts';\n${lines}\n\n` +
      `export const ${constantOf(tag)}: Catalogue<'${tag}'> = {\n${listed}};\n`,
  );

  const row = `{ tag: '${tag}', name: '${name}', dir: '${direction ?? 'ltr'}', locale: '${tag}-u-nu-latn' }`;
  const key = keyOf(tag);
  edit(
    join(folder, 'languages.ts'),
    [" | 'en-XA';", ` | '${tag}' | 'en-XA';`],
    ["  'en-XA': {", `  ${key}: ${row},\n  'en-XA': {`],
  );
  edit(join(folder, 'catalogue.ts'), [
    "  readonly 'en-XA':",
    `  readonly ${key}: ${ordered.map(quoted).join(' | ')};\n  readonly 'en-XA':`,
  ]);
  edit(
    join(folder, 'words.ts'),
    ['import { createWords }', `import { ${constantOf(tag)} } from './${tag}.ts';\nimport { createWords }`],
    [
      "    case 'en-XA':",
      `    case '${tag}':\n      return createWords(language, ${constantOf(tag)});\n    case 'en-XA':`,
    ],
  );
  return texts;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const args = process.argv.slice(2);
  const folder = join(root, 'packages/server/src/pages/words');
  const problem = problemWith(args, folder);
  if (problem === undefined) {
    const texts = await addLanguage(folder, args);
    console.log(
      `${texts} texts wait in packages/server/src/pages/words/${args[1]}/. What is left: npm run check -- types`,
    );
    console.log('Have a native speaker read them: docs/languages.md. Then: npm run fix, and the tests of pages/words.');
  } else {
    console.error(problem);
    process.exitCode = 2;
  }
}
