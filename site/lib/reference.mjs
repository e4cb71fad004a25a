// The reference, made from what the programs say of themselves and from the types that are built.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The help of every command. @param help runs `linkpin` with arguments and returns what it prints */
export async function commandPage(help) {
  const top = await help([]);
  const names = [...top.matchAll(/^ {2}([a-z][a-z-]+)(?: {2,}|$)/gm)].map(([, name]) => name);
  const parts = [];
  for (const name of new Set(names)) {
    const text = await help([name]);
    const more = [...(text.split(/^Commands:$/m)[1] ?? '').matchAll(/^ {2}([a-z][a-z-]+)/gm)].map(([, child]) => child);
    parts.push(`## ${name}\n\n${plain(text)}`);
    for (const child of new Set(more)) parts.push(`### ${name} ${child}\n\n${plain(await help([name, child]))}`);
  }
  return `# The command\n\nWhat \`linkpin --help\` says, of each command.\n\n${plain(top)}\n\n${parts.join('\n\n')}\n`;
}

/** A block without highlighting, which would give each line of help an element of its own. */
const plain = (text) => text.trimEnd().replace(/^/gm, '    ');

const block = (text, language = '') => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;

/** The API, from its OpenAPI document. */
export function apiPage({ paths }) {
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => /^(get|put|post|delete)$/.test(method))
      .map(
        ([method, { summary = '' }]) =>
          `| \`${method.toUpperCase()}\` | \`${path}\` | ${summary.replaceAll('|', '\\|')} |`,
      ),
  );
  return `# The API\n\nEvery path of a service, as its OpenAPI document says, which is at \`/openapi.json\` with parameters and answers.\n\n| method | path | what it is |\n|---|---|---|\n${rows.join('\n')}\n`;
}

/** What a package exports, with its docstrings, from the declarations that are built. */
export function typesPage(title, entries) {
  const sections = entries.map(([name, file]) => {
    const parts = exportsOf(file).map(([exported, text]) => `### ${exported}\n\n${block(text, 'ts')}`);
    return `## ${name}\n\n${parts.join('\n\n')}`;
  });
  return `# ${title}\n\nEvery export, as compilers see it.\n\n${sections.join('\n\n')}\n`;
}

/** @returns pairs of a name and its declaration, docstring first */
function exportsOf(file) {
  const text = readFileSync(file, 'utf8');
  const again = [...text.matchAll(/export (?:type )?\{([^}]+)\} from '([^']+)';/g)].flatMap(([, names, from]) => {
    const there = join(dirname(file), from.replace(/\.js$/, '.d.ts'));
    if (!existsSync(there)) return [];
    return names.split(',').flatMap((name) => {
      const exported = name.trim().replace(/^type /, '');
      const declared = exported === '' ? undefined : declarationOf(readFileSync(there, 'utf8'), exported);
      return declared === undefined ? [] : [[exported, declared]];
    });
  });
  const own = [...text.matchAll(/^export (?:declare )?(?:function|const|class|interface|type) (\w+)/gm)].map(
    ([, name]) => [name, declarationOf(text, name)],
  );
  return [...again, ...own].sort(([one], [other]) => one.localeCompare(other, 'en'));
}

function declarationOf(text, name) {
  const begins = new RegExp(
    `^(?:/\\*\\*(?:(?!\\*/)[\\s\\S])*\\*/\\n)?export (?:declare )?(?:function|const|class|interface|type) ${name}\\b`,
    'm',
  );
  const start = text.search(begins);
  if (start < 0) return undefined;
  const rest = text.slice(start);
  const end = /^(?:\}|.*;)$/m;
  const code = rest.search(/^export /m);
  const after = rest.slice(code);
  const first = after.split('\n', 1)[0];
  const length = first.endsWith(';') ? first.length : after.search(/^\S*\}.*$|^ {4}.*;\n(?!\s)/m);
  const closing = after.slice(Math.max(0, length)).match(end);
  const until = first.endsWith(';')
    ? first.length
    : length < 0
      ? after.length
      : length + (closing?.index ?? 0) + (closing?.[0].length ?? 0);
  return rest.slice(0, code + until);
}
