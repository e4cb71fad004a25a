// The reference of types, made from the declarations that are built.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'oxc-parser';

/**
 * Every export of a package, with its docstring: first what a program calls, each under its name, then the types.
 *
 * @param title the heading of the page
 * @param entries pairs of what is imported, such as `@linkpin/client/cli`, and its declaration file
 * @throws {Error} if a declaration is not found: a reference with holes misleads
 */
export function typesPage(title, entries) {
  const sections = entries.map(([name, file]) => {
    const declared = [...exportsOf(file)].sort(([one], [other]) => one.localeCompare(other, 'en'));
    if (declared.length === 0) throw new Error(`${name} exports nothing, by ${file}.`);
    const values = declared
      .filter(([, text]) => !isType(text))
      .map(([exported, text]) => `### ${exported}\n\n${plain(text)}`);
    const types = declared.filter(([, text]) => isType(text)).map(([, text]) => plain(text));
    const parts = [...values, ...(types.length === 0 ? [] : [`### Its types\n\n${types.join('\n\n')}`])];
    return `## ${name}\n\n${parts.join('\n\n')}`;
  });
  return `# ${title}\n\nEvery export, as compilers see it.\n\n${sections.join('\n\n')}\n`;
}

const isType = (text) => /^export (?:declare )?(?:type|interface) /m.test(text);

/** A block without highlighting, which would give each word an element of its own. */
const plain = (text) => text.replace(/^(?=.)/gm, '    ');

/** @returns a map from the name of each export of a declaration file to its declaration, docstring first */
function exportsOf(file) {
  const text = readFileSync(file, 'utf8');
  const { program, comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const found = new Map();
  for (const statement of program.body) {
    if (statement.type === 'ExportAllDeclaration') {
      for (const [name, declared] of exportsOf(declarationsOf(file, statement.source.value))) found.set(name, declared);
    } else if (statement.type === 'ExportNamedDeclaration') {
      for (const [name, declared] of named(statement)) found.set(name, declared);
    }
  }
  return found;

  function named(statement) {
    if (statement.source !== null) {
      const there = exportsOf(declarationsOf(file, statement.source.value));
      return statement.specifiers.map(({ local, exported }) => [
        exported.name,
        defined(there.get(local.name), local.name),
      ]);
    }
    if (statement.declaration === null) {
      return statement.specifiers.map(({ local, exported }) => [
        exported.name,
        defined(declaredHere(local.name), local.name),
      ]);
    }
    return namesOf(statement.declaration).map((name) => [name, withDocstring(statement)]);
  }

  /** A declaration that is exported further down, by its name. */
  function declaredHere(name) {
    const statement = program.body.find((candidate) => namesOf(candidate).includes(name));
    if (statement !== undefined) return withDocstring(statement);
    const imported = program.body.find(
      ({ type, specifiers }) => type === 'ImportDeclaration' && specifiers.some(({ local }) => local.name === name),
    );
    const specifier = imported?.specifiers.find(({ local }) => local.name === name);
    return specifier && exportsOf(declarationsOf(file, imported.source.value)).get(specifier.imported.name);
  }

  function withDocstring({ start, end }) {
    const docstring = comments.findLast((comment) => comment.end <= start && comment.value.startsWith('*'));
    const isOurs = docstring !== undefined && text.slice(docstring.end, start).trim() === '';
    return text.slice(isOurs ? docstring.start : start, end);
  }

  function defined(declared, name) {
    if (declared === undefined) throw new Error(`${file} exports ${name}, which is declared nowhere.`);
    return declared;
  }
}

/** The names that a statement declares. */
function namesOf({ id, declarations }) {
  if (id?.name !== undefined) return [id.name];
  return (declarations ?? []).map((declarator) => declarator.id.name);
}

/** The declaration file of a module that another one names. */
function declarationsOf(file, specifier) {
  const there = join(dirname(file), specifier.replace(/\.[jt]s$/, '.d.ts'));
  if (!specifier.startsWith('.') || !existsSync(there))
    throw new Error(`${file} exports from ${specifier}, not found.`);
  return there;
}
