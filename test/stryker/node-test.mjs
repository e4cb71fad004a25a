// Stands in for `node:test` while tests run in Stryker's own process: it collects the tests of the files that are imported, to be
// run again and again. Only what the tests of the mutated folders use.

/** @typedef {{ readonly id: string, readonly file: string, readonly run: () => Promise<void> }} CollectedTest */

/** @type {Map<string, CollectedTest>} */
export const collected = new Map();

let file = '';
let path = [];
/** What the test that runs wants done after it; undefined while none does. */
let ending;
/** What whole files want done after all of their tests, which run again and again. */
const endings = [];

/** Imports a file and collects its tests. */
export async function collect(url, name) {
  file = name;
  path = [];
  await import(url);
}

/** Collects a test. Options, and tests within tests, are not known here. */
export function test(name, work) {
  if (typeof work !== 'function') throw new Error(`The test "${name}" has options, which are not known here.`);
  const title = [file, ...path, name].join(' > ');
  if (collected.has(title)) throw new Error(`Two tests have the name "${title}".`);
  const run = async () => {
    ending = [];
    try {
      await work({ after, diagnostic() {} });
    } finally {
      for (const end of ending.toReversed()) await end();
      ending = undefined;
    }
  };
  collected.set(title, { id: title, file, run });
}

export const it = test;

export function describe(name, work) {
  path.push(name);
  if (work() instanceof Promise) throw new Error(`The suite "${name}" is asynchronous, which is not known here.`);
  path.pop();
}

/** After the test that calls it, or else at the very end. */
export function after(end) {
  (ending ?? endings).push(end);
}

/** Does what is left to be done when no test runs any more. */
export async function finish() {
  for (const end of endings.toReversed()) await end();
}
