// The reference of the command and of the API, made from what the programs say of themselves.

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
