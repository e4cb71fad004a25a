#!/usr/bin/env node
// Syntax that every version of Node.js understands, so that an old one can still say what is missing.
var needed = 24;
var version = process.versions.node;

if (parseInt(version, 10) < needed) {
  console.error(
    'linkpin needs Node.js ' +
      needed +
      ' or newer, and this is ' +
      version +
      '. Get one from https://nodejs.org, then try again.',
  );
  process.exitCode = 1;
} else {
  void import('../dist/main.js').then(function (linkpin) {
    return linkpin.main(process.argv.slice(2));
  });
}
