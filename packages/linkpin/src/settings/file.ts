import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Settings } from '@linkpin/server';
import { systemCode } from '../failure.ts';
import { fields } from './fields.ts';
import { suggest } from './suggest.ts';
import type { Given, Reading } from './reading.ts';

const failed = (problem: string): Reading => ({ given: new Map(), problems: [problem], warnings: [] });

/**
 * Reads a settings file: YAML or JSON, one key per setting.
 *
 * @param file its path
 */
export async function readSettingsFile(file: string): Promise<Reading> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return failed(`The settings file ${file} cannot be read (${systemCode(error)}).`);
  }
  return parseSettings(text, basename(file));
}

/** @param name what to call the text in a problem */
async function parseSettings(text: string, name: string): Promise<Reading> {
  const { LineCounter, isMap, isScalar, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [wrong] = document.errors;
  if (wrong !== undefined) {
    return failed(`${name} line ${lines.linePos(wrong.pos[0]).line} is not YAML: ${wrong.message}.`);
  }
  if (document.contents === null) return { given: new Map(), problems: [], warnings: [] };
  if (!isMap(document.contents)) return failed(`${name} must hold lines such as "port: 4747".`);

  const given = new Map<keyof Settings, Given>();
  const problems: string[] = [];
  const keys = fields.map(({ key }) => key);
  for (const { key, value } of document.contents.items) {
    const word = isScalar(key) ? String(key.value) : String(key);
    const line = isScalar(key) && key.range ? lines.linePos(key.range[0]).line : 1;
    const known = keys.find((one) => one === word);
    const origin = `${name} line ${line}, ${word}`;
    if (known === undefined) problems.push(`${name} line ${line} has ${word}, which is not a setting.${hint(word)}`);
    else if (value !== null && !(isScalar(value) && value.value === null)) {
      given.set(known, { value: (value as { toJS(of: unknown): unknown }).toJS(document), origin });
    }
  }
  return { given, problems, warnings: [] };

  function hint(word: string): string {
    const meant = suggest(word, keys);
    return meant === undefined ? ' "linkpin serve --help" lists them all.' : ` Did you mean ${meant}?`;
  }
}
