// A reporter for node:test: prints failures in full and one line per file, and writes the counts, total and of each
// file that passed completely, as JSON to the file LINKPIN_COUNTS. Skipped, unfinished and todo tests count as failed,
// and so does a file that ran no test or exited early.
import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { inspect } from 'node:util';

const onlyFailures = process.env.LINKPIN_ONLY_FAILURES === '1';

export default async function* report(events) {
  const path = [];
  const files = new Map();
  const at = (name) => {
    const file = resolve(name);
    if (!files.has(file)) files.set(file, { passed: 0, failed: 0, wrote: '', ended: false, error: undefined });
    return files.get(file);
  };
  for await (const { type, data } of events) {
    if (type === 'test:start') {
      path.length = data.nesting;
      path.push(data.name);
    } else if (type === 'test:stdout' || type === 'test:stderr') {
      at(data.file).wrote += data.message;
    } else if (type === 'test:diagnostic' && data.file !== undefined && data.message.startsWith('Error: ')) {
      at(data.file).wrote += `${data.message}\n`;
    } else if ((type === 'test:complete' || type === 'test:fail') && isFile(data)) {
      at(data.file).error ??= data.details.error;
    } else if (type === 'test:summary' && data.file !== undefined) {
      Object.assign(at(data.file), ended(data));
      yield fileLine(data.file, at(data.file), data.duration_ms);
    } else if (type === 'test:fail' || type === 'test:pass') {
      if (!isFile(data)) yield failure(data, path);
    }
  }
  for (const [file, state] of files) yield lateFailure(file, state);
  const sum = (key) => files.values().reduce((total, state) => total + state[key], 0);
  const whole = [...files].filter(([, { failed }]) => failed === 0);
  const passedOf = Object.fromEntries(whole.map(([file, { passed }]) => [shortened(file), passed]));
  writeFileSync(process.env.LINKPIN_COUNTS, JSON.stringify({ passed: sum('passed'), failed: sum('failed'), passedOf }));
}

/** The runner wraps each file in a test with the file's name. */
function isFile({ nesting, file, name }) {
  return nesting === 0 && file !== undefined && resolve(name) === resolve(file);
}

function ended({ counts: { tests, passed } }) {
  return { passed, failed: tests - passed, ended: tests > 0 };
}

/** Formats a failed test. A parent fails with its children: only the child is reported. */
function failure(data, path) {
  const where = `✘ ${shortened(data.file)}:${data.line} ${[...path.slice(0, data.nesting), data.name].join(' › ')}`;
  if (isSet(data.skip) || isSet(data.todo)) return `${where}: skipped or put off; nothing may be\n`;
  const error = data.details.error;
  if (error === undefined || error.failureType === 'subtestsFailed') return '';
  return `${where}\n${indent(described(error))}\n`;
}

function fileLine(file, { passed, failed, wrote }, milliseconds) {
  const counts = `${passed} passed${failed === 0 ? '' : `, ${failed} failed`}, ${(milliseconds / 1000).toFixed(1)} s`;
  if (failed === 0) return onlyFailures ? '' : `✔ ${shortened(file)} ${counts}\n`;
  return `✘ ${shortened(file)} ${counts}\n${quoted(wrote)}`;
}

/** Detects a file that failed without a failed test: no tests, an early exit, or an error after them. */
function lateFailure(file, state) {
  if (state.failed > 0 || (state.ended && state.error === undefined)) return '';
  state.failed = 1;
  const why = state.ended ? described(state.error) : 'it left before its tests were over, or has none';
  return `✘ ${shortened(file)}\n${indent(why)}\n${quoted(state.wrote)}`;
}

function described(error) {
  const cause = error.cause ?? error;
  return typeof cause === 'string' ? cause : inspect(cause, { depth: 4 });
}

function isSet(flag) {
  return flag !== undefined && flag !== false;
}

function quoted(text) {
  return text.trim() === '' ? '' : `${indent(`it wrote:\n${text.trimEnd()}`)}\n`;
}

function shortened(file) {
  return file === undefined ? '' : relative(process.cwd(), file);
}

function indent(text) {
  return text.replaceAll(/^/gm, '    ');
}
