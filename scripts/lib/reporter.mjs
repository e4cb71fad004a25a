// A reporter for node:test: what failed in full, one line a file, and the counts as JSON into the file LINKPIN_COUNTS.
// A skipped, unfinished or postponed test counts as failed, and so does a file that ran no test or left before its end.
import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { inspect } from 'node:util';

const onlyFailures = process.env.LINKPIN_ONLY_FAILURES === '1';

export default async function* report(events) {
  const total = { passed: 0, failed: 0 };
  const path = [];
  const said = new Map();
  const summaries = new Map();
  for await (const { type, data } of events) {
    if (type === 'test:start') {
      path.length = data.nesting;
      path.push(data.name);
    } else if (type === 'test:stdout' || type === 'test:stderr') {
      said.set(data.file, (said.get(data.file) ?? '') + data.message);
    } else if (type === 'test:fail' && data.details.type !== 'suite' && isFault(data) && !isFile(data)) {
      yield failure(data, path);
    } else if ((type === 'test:pass' || type === 'test:fail') && isPutOff(data)) {
      yield `✘ ${place(data)} ${[...path.slice(0, data.nesting), data.name].join(' › ')}: skipped or put off; nothing may be\n`;
    } else if (type === 'test:fail' && data.details.error?.failureType === 'hookFailed') {
      yield failure(data, path);
    } else if (type === 'test:summary' && data.file !== undefined) {
      summaries.set(data.file, data.counts);
    } else if (type === 'test:complete' && isFile(data)) {
      const result = judge(data, summaries.get(resolve(data.name)));
      total.passed += result.passed;
      total.failed += result.failed;
      yield fileLine(data, result, said.get(resolve(data.name)) ?? said.get(data.file) ?? '');
    }
  }
  writeFileSync(process.env.LINKPIN_COUNTS, JSON.stringify(total));
}

/** The runner wraps each file in a test that bears the file's name. */
function isFile(data) {
  return data.nesting === 0 && data.file !== undefined && resolve(data.name) === data.file;
}

/** A parent fails with its children: only the child is worth telling. */
function isFault(data) {
  return data.details.error?.failureType !== 'subtestsFailed' && !isPutOff(data);
}

function isPutOff(data) {
  return (data.skip !== undefined && data.skip !== false) || (data.todo !== undefined && data.todo !== false);
}

function judge(data, counts) {
  if (counts === undefined) return { passed: 0, failed: 1, why: 'it left before its tests were over, or has none' };
  if (counts.tests === 0) return { passed: 0, failed: 1, why: 'it has no test' };
  const failed = counts.tests - counts.passed;
  if (failed === 0 && data.details.error !== undefined) {
    return { passed: counts.passed, failed: 1, why: inspect(data.details.error.cause ?? data.details.error) };
  }
  return { passed: counts.passed, failed };
}

function failure(data, path) {
  const name = [...path.slice(0, data.nesting), data.name].join(' › ');
  const error = data.details.error?.cause ?? data.details.error;
  const text = typeof error === 'string' ? error : inspect(error, { depth: 4 });
  return `✘ ${place(data)} ${name}\n${indent(text)}\n`;
}

function fileLine(data, { passed, failed, why }, output) {
  const seconds = (data.details.duration_ms / 1000).toFixed(1);
  const file = relative(process.cwd(), resolve(data.name));
  if (failed === 0) return onlyFailures ? '' : `✔ ${file} ${passed} passed, ${seconds} s\n`;
  const reason = why === undefined ? '' : `\n${indent(why)}`;
  const wrote = output.trim() === '' ? '' : `\n${indent(`it wrote:\n${output.trimEnd()}`)}`;
  return `✘ ${file} ${failed} failed, ${passed} passed, ${seconds} s${reason}${wrote}\n`;
}

function place({ file, line }) {
  return file === undefined ? '' : `${relative(process.cwd(), file)}:${line}`;
}

function indent(text) {
  return text.replaceAll(/^/gm, '    ');
}
