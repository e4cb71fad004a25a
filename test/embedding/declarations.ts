// Reads the declarations that the compiler wrote, as far as needed to know what a program can import and what those parts
// speak of. They are regular: each statement begins at the start of a line.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Something that is declared in a file, and what is said before it. */
interface Declaration {
  readonly text: string;
  readonly isDocumented: boolean;
}

/** A name that a file takes from elsewhere. */
interface Taken {
  readonly from: string;
  readonly name: string;
}

interface Declared {
  readonly declarations: ReadonlyMap<string, Declaration>;
  readonly imports: ReadonlyMap<string, Taken>;
  readonly exports: ReadonlyMap<string, Taken>;
  /** Modules of which all is exported. */
  readonly all: readonly string[];
}

/** Where something is declared: a file and the name there, or a library. */
export interface Origin {
  readonly file: string;
  readonly name: string;
}

const head = /^(?:export )?(?:declare )?(?:abstract )?(?:interface|type|class|function|const|enum) ([\w$]+)/;

function namesIn(list: string): readonly (readonly [name: string, as: string])[] {
  return list
    .split(',')
    .map((one) => one.trim().replace(/^type /, ''))
    .filter((one) => one !== '')
    .map((one) => {
      const [name = '', as = name] = one.split(' as ');
      return [name, as];
    });
}

const read = new Map<string, Declared>();

function declaredIn(file: string): Declared {
  const known = read.get(file);
  if (known !== undefined) return known;
  const declarations = new Map<string, Declaration>();
  const imports = new Map<string, Taken>();
  const exports = new Map<string, Taken>();
  const all: string[] = [];
  const statements = readFileSync(file, 'utf8')
    .split(/^(?=\/\*\*|export |import |declare |interface |type |class |function |const |abstract )/m)
    .filter((text) => text.trim() !== '');
  let isDocumented = false;
  for (const text of statements) {
    const [, list, from] = /^(?:import|export) (?:type )?\{([^}]*)\}(?: from '([^']+)')?;/.exec(text) ?? [];
    const [, everything] = /^export (?:type )?\* from '([^']+)';/.exec(text) ?? [];
    const [, name] = head.exec(text) ?? [];
    if (everything !== undefined) all.push(everything);
    else if (list !== undefined) {
      const into = text.startsWith('import') ? imports : exports;
      for (const [one, as] of namesIn(list)) into.set(as, { from: from ?? '', name: one });
    } else if (name !== undefined) {
      // Overloads share what is said before the first.
      const wasDocumented = declarations.get(name)?.isDocumented === true;
      declarations.set(name, { text, isDocumented: isDocumented || wasDocumented });
      if (text.startsWith('export')) exports.set(name, { from: '', name });
    } else if (!text.startsWith('/**') && !/^export \{\s*\};/.test(text)) {
      throw new Error(`${file} has a statement that this test cannot read:\n${text}`);
    }
    isDocumented = text.startsWith('/**') && text.trimEnd().endsWith('*/');
  }
  const declared = { declarations, imports, exports, all };
  read.set(file, declared);
  return declared;
}

/** The file of a module that another imports; undefined for a library. */
export type FileOf = (module: string) => string | undefined;

function fileFrom(file: string, module: string, fileOf: FileOf): string | undefined {
  if (!module.startsWith('.')) return fileOf(module);
  const path = join(dirname(file), module.replace(/\.(?:ts|js)$/, '.d.ts'));
  if (!existsSync(path)) throw new Error(`${file} imports ${path}, which is not there`);
  return path;
}

/** Where a name that a file declares, imports or exports is declared. */
function originOf(file: string, { from, name }: Taken, fileOf: FileOf): Origin {
  if (from === '') {
    const { declarations, imports } = declaredIn(file);
    const taken = declarations.has(name) ? undefined : imports.get(name);
    return taken === undefined ? { file, name } : originOf(file, taken, fileOf);
  }
  const other = fileFrom(file, from, fileOf);
  if (other === undefined) return { file: from, name };
  const found = exportsOf(other, fileOf).get(name);
  if (found === undefined) throw new Error(`${other} exports no ${name}`);
  return found;
}

/** What a program can import from a file, and where each is declared. */
export function exportsOf(file: string, fileOf: FileOf): ReadonlyMap<string, Origin> {
  const { exports, all } = declaredIn(file);
  const found = new Map<string, Origin>();
  for (const module of all) {
    const other = fileFrom(file, module, fileOf);
    for (const [name, origin] of other === undefined ? [] : exportsOf(other, fileOf)) found.set(name, origin);
  }
  for (const [name, taken] of exports) found.set(name, originOf(file, taken, fileOf));
  return found;
}

const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
const withoutTexts = (text: string): string => text.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''");

/** What a declaration speaks of, other than itself: what is declared in its file or imported there. */
export function spokenOf({ file, name }: Origin, fileOf: FileOf): readonly Origin[] {
  const { declarations, imports } = declaredIn(file);
  const text = withoutTexts(withoutComments(declarations.get(name)?.text ?? ''));
  const words = new Set(text.match(/(?<![\w$.#])[A-Za-z_$][\w$]*/g));
  return [...words]
    .filter((word) => word !== name && (declarations.has(word) || imports.has(word)))
    .map((word) => originOf(file, { from: '', name: word }, fileOf));
}

/** Whether a docstring stands before a declaration. */
export const isDocumented = ({ file, name }: Origin): boolean =>
  declaredIn(file).declarations.get(name)?.isDocumented === true;
