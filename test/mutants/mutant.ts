// One guard taken out of the sources, by name: in a copy of them, never in the sources themselves.

/** A guard, what the source is without it, and the tests that must notice. */
export interface Mutant {
  /** What is wrong with the service without the guard, in words; one name for each. */
  readonly name: string;
  /** From the repository's top folder. */
  readonly file: string;
  /** The exported symbol that the guard is part of, or whose private helpers it is part of. */
  readonly symbol: string;
  /** The guard, as it stands there exactly once. */
  readonly guard: string;
  /** What stands in its place. */
  readonly without: string;
  /** The test files that must fail, from the top folder. All of them together take ten seconds at most. */
  readonly tests: readonly string[];
  /** Which tests in them, by a pattern of `--test-name-pattern`; all when not given. */
  readonly named?: string;
}

/** A declaration at the top level of a source. */
interface Declaration {
  readonly name: string;
  readonly isExported: boolean;
  readonly start: number;
  readonly text: string;
}

const declared = /^(export )?(?:async )?(?:function\*?|const|let|class|interface|type) (\w+)/;

/** The declarations of a source as the formatter lays it out: each begins at a line's start, and nothing in it does so with a letter. */
function declarationsOf(source: string): readonly Declaration[] {
  const starts = [...source.matchAll(/^(?:[A-Za-z]|\/[*/])/gm)].map(({ index }) => index);
  return starts.flatMap((start, index) => {
    const text = source.slice(start, starts[index + 1] ?? source.length);
    const [, exported, name] = declared.exec(text) ?? [];
    return name === undefined ? [] : [{ name, isExported: exported !== undefined, start, text }];
  });
}

/** The exported declaration of that name, and the private ones that it rests on. */
function partsOf(source: string, symbol: string): readonly Declaration[] {
  const all = declarationsOf(source);
  const parts = new Set(all.filter(({ name, isExported }) => isExported && name === symbol));
  for (const { text } of parts) {
    const words = new Set(text.match(/\w+/g));
    for (const one of all) if (!one.isExported && words.has(one.name)) parts.add(one);
  }
  return [...parts];
}

/**
 * The source without the guard.
 *
 * @throws when the symbol is not exported there, or the guard does not stand exactly once in it and its private helpers
 */
export function withoutGuard(source: string, { name, file, symbol, guard, without }: Mutant): string {
  const parts = partsOf(source, symbol);
  if (parts.length === 0) throw new Error(`"${name}": ${file} does not export ${symbol}.`);
  const found = parts.flatMap(({ start, text }) => {
    const [before = '', ...after] = text.split(guard);
    return after.length === 0 ? [] : Array.from(after, () => start + before.length);
  });
  const [at] = found;
  if (at === undefined || found.length > 1) {
    throw new Error(`"${name}": in ${file} the guard stands ${found.length} times in ${symbol}, not once: ${guard}`);
  }
  return source.slice(0, at) + without + source.slice(at + guard.length);
}
