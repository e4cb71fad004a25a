// A test runner for Stryker that imports the tests of a folder once and runs them for one mutant after the other in the same process:
// milliseconds for each, where a process of its own would spend a second on loading what has not changed.
import { globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { collect, collected, finish } from './node-test.mjs';

const standIn = new URL('node-test.mjs', import.meta.url).href;

/** Of buffers that tests have left, in bytes. */
const mostMemory = 256 * 1024 * 1024;

/** What the mutated sources share with whoever runs them: see Stryker's `InstrumenterContext`. */
const mutated = (globalThis.__stryker__ ??= {});

class InProcessRunner {
  static inject = ['options'];

  constructor({ inProcess }) {
    this.files = inProcess;
    this.isLoaded = false;
    this.failure = undefined;
    const fail = (error) => (this.failure ??= error);
    process.on('uncaughtException', fail).on('unhandledRejection', fail);
  }

  /** Whatever a mutant does while a file is loaded needs a new process, which Stryker starts. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  async dispose() {
    await finish();
  }

  async load() {
    if (this.isLoaded) return;
    this.isLoaded = true;
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === 'node:test' ? { url: standIn, shortCircuit: true } : next(specifier, context),
    });
    const { testFiles, exclude } = this.files;
    for (const name of globSync(testFiles, { exclude: [exclude] }).toSorted())
      await collect(pathToFileURL(join(process.cwd(), name)), name);
  }

  /** Runs one test. Returns why it failed; undefined when it passed. */
  async failureOf(test) {
    this.failure = undefined;
    mutated.currentTestId = test.id;
    try {
      await test.run();
      // What the test left to be done is done, or fails.
      await new Promise(setImmediate);
    } catch (error) {
      this.failure ??= error;
    } finally {
      mutated.currentTestId = undefined;
    }
    // Each service of a test has tables in shared memory, which the collector would leave for long.
    if (process.memoryUsage().arrayBuffers > mostMemory) globalThis.gc();
    return this.failure;
  }

  /** Runs every test twice: one that passes only once would be taken for one that notices each mutant. */
  async dryRun() {
    await this.load();
    const tests = [];
    for (const test of collected.values()) {
      const startedAt = performance.now();
      const failure = (await this.failureOf(test)) ?? (await this.failureOf(test));
      const timeSpentMs = (performance.now() - startedAt) / 2;
      tests.push({ id: test.id, name: test.id, fileName: test.file, timeSpentMs, ...outcomeOf(failure) });
    }
    // The quickest first, also among those that are run for a mutant.
    tests.sort((one, other) => one.timeSpentMs - other.timeSpentMs);
    const covered = mutated.mutantCoverage ?? { static: {}, perTest: {} };
    const perTest = Object.fromEntries(
      tests.flatMap(({ id }) => (covered.perTest[id] === undefined ? [] : [[id, covered.perTest[id]]])),
    );
    return { status: 'complete', tests, mutantCoverage: { ...covered, perTest } };
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit }) {
    mutated.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
    try {
      await this.load();
    } catch (error) {
      return killed([], error, 0);
    }
    const tests = testFilter?.map((id) => collected.get(id)) ?? [...collected.values()];
    let run = 0;
    for (const test of tests) {
      run += 1;
      Object.assign(mutated, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
      const failure = await this.failureOf(test);
      const hasLooped = hitLimit !== undefined && mutated.hitCount > hitLimit;
      mutated.activeMutant = undefined;
      if (hasLooped) return { status: 'timeout', reason: `more than ${hitLimit} times` };
      if (failure === undefined) continue;
      // Without the mutant it has to pass, else an earlier one has left something behind: a new process tries again.
      const cause = mutantActivation === 'static' ? undefined : await this.failureOf(test);
      if (cause !== undefined) throw new Error(`${test.id} fails without a mutant, too: ${cause}`);
      return killed([test.id], failure, run);
    }
    return { status: 'survived', nrOfTests: run };
  }
}

const [passed, failed] = [0, 1];

const outcomeOf = (failure) =>
  failure === undefined
    ? { status: passed }
    : { status: failed, failureMessage: String(failure?.stack ?? failure).slice(0, 2000) };

const killed = (killedBy, failure, nrOfTests) => ({
  status: 'killed',
  killedBy,
  failureMessage: outcomeOf(failure).failureMessage,
  nrOfTests,
});

export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', injectableClass: InProcessRunner }];
