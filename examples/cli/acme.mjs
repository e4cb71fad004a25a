#!/usr/bin/env node
// A team's own command line, signed in at any OAuth server. In a project of your own: npm i @linkpin/client qr
import { openSession, signIn, signOut, terminalScreen } from '@linkpin/client/cli';
import { encodeQR } from 'qr';

const { ACME_ISSUER: issuer, ACME_CLIENT: clientId = 'acme', ACME_SCOPE: scope, ACME_API: api } = process.env;
const acme = { issuer, clientId, scope, name: 'acme' };

const calledOff = new AbortController();
process.once('SIGINT', () => calledOff.abort(new Error('Cancelled.')));
const screen = process.stderr.isTTY ? terminalScreen({ qr: (text) => encodeQR(text, 'ascii') }) : undefined;
const signedIn = (more) => signIn({ ...acme, screen, signal: calledOff.signal, ...more });

const commands = {
  login: (way) => signedIn({ again: true, method: way === '--code' ? 'code' : undefined }),
  async films() {
    const answer = await (await signedIn()).fetch(`${api}/films`);
    console.log(await answer.text());
  },
  async whoami() {
    const person = await (await openSession(acme)).userInfo();
    console.log(person?.sub ?? 'The server does not say.');
  },
  async logout() {
    const trouble = await signOut(acme);
    console.log(trouble === null ? 'Signed out.' : `Signed out here. The server was not told: ${trouble.message}`);
  },
};

const [name = '', ...rest] = process.argv.slice(2);
try {
  if (!Object.hasOwn(commands, name)) throw new Error(`Usage: acme ${Object.keys(commands).join(' | ')}`);
  await commands[name](...rest);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
