#!/usr/bin/env node
// Syntax that every version of Node.js understands, so that an old one can still say what is missing.
var isEmulator = process.argv[2] === 'emulate' || process.argv[2] === 'replay';
var needed = isEmulator ? [22, 19] : [24, 7];
var version = process.versions.node;
var parts = version.split('.');

if (parts[0] - needed[0] < 0 || (parts[0] - needed[0] === 0 && parts[1] - needed[1] < 0)) {
  console.error(
    (isEmulator ? 'linkpin ' + process.argv[2] + ' needs Node.js 22.19' : 'linkpin needs Node.js 24.7') +
      ' or newer, and this is ' +
      version +
      '. Get one from https://nodejs.org, then try again.',
  );
  process.exitCode = 1;
} else {
  void import(isEmulator ? '../dist/one-file/emulate.js' : '../dist/main.js').then(function (linkpin) {
    return linkpin.main(process.argv.slice(2));
  });
}
