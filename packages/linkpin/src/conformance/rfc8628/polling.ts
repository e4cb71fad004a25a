// The token endpoint while nobody has decided (RFC 8628 §3.4, §3.5).
import { fail, pass, skip, type Check } from '../check.ts';
import { errorOf, header, inWords } from '../exchange.ts';
import { askForToken, deviceGrant, expectError, freshCode, isOpen, poll, type OAuthBench } from './device.ts';

export const pollingChecks: readonly Check<OAuthBench>[] = [
  {
    name: 'D27-form',
    section: 'RFC 8628 §3.4',
    level: 'MUST',
    rule: 'The token endpoint takes a form with the grant type of devices.',
    why: 'No library of OAuth sends anything else.',
    async run(bench) {
      const exchange = await poll(bench, await bench.sample());
      return isOpen(exchange) ? pass : fail(exchange, inWords(exchange), '400 authorization_pending');
    },
  },
  {
    name: 'D27-grant-type',
    section: 'RFC 6749 §5.2',
    level: 'MUST',
    rule: 'A grant type that there is not is refused as unsupported_grant_type.',
    why: 'A client with a slip in its grant type polls on, when it is told to wait or something else.',
    async run(bench) {
      const { deviceCode } = await bench.sample();
      const exchange = await askForToken(bench, [
        ['grant_type', 'urn:linkpin:conformance:none'],
        ['device_code', deviceCode],
      ]);
      return expectError(exchange, ['unsupported_grant_type']);
    },
  },
  {
    name: 'D28-code-missing',
    section: 'RFC 6749 §5.2',
    level: 'MUST',
    rule: 'A poll without a device code is refused as invalid_request.',
    why: 'Its author would look for the mistake in the wrong place.',
    run: async (bench) => expectError(await askForToken(bench, [['grant_type', deviceGrant]]), ['invalid_request']),
  },
  {
    name: 'D28-code-unknown',
    section: 'RFC 6749 §5.2',
    level: 'MUST',
    rule: 'A device code that there is not is refused as invalid_grant.',
    why: 'A device that is told to wait waits for ever.',
    run: async (bench) =>
      expectError(await poll(bench, { deviceCode: 'linkpin-conformance-no-such-code' }), ['invalid_grant']),
  },
  {
    name: 'D30-other-client',
    section: 'RFC 6749 §5.2',
    level: 'MUST',
    rule: 'A device code of another client is refused as invalid_grant.',
    why: 'Whoever gets hold of a code could redeem it under another name.',
    async run(bench) {
      const { otherClient } = bench.target;
      if (otherClient === null) return skip('no second client was given');
      return expectError(await poll(bench, await bench.sample(), { client: otherClient }), ['invalid_grant']);
    },
  },
  {
    name: 'D31-pending',
    section: 'RFC 8628 §3.5',
    level: 'MUST',
    rule: 'The first poll, while nobody has decided, is answered with 400 authorization_pending.',
    why: 'It is the one answer on which a device goes on.',
    run: async (bench) => expectError(await poll(bench, await freshCode(bench)), ['authorization_pending']),
  },
  {
    name: 'D31-no-store',
    section: 'RFC 6749 §5.2',
    level: 'SHOULD',
    rule: 'What the token endpoint says is not to be stored.',
    why: 'A cache that answers in its place lets a device wait after the approval.',
    async run(bench) {
      const exchange = await poll(bench, { deviceCode: 'linkpin-conformance-no-such-code' });
      const said = header(exchange, 'cache-control');
      return /\bno-store\b/i.test(said) ? pass : fail(exchange, `Cache-Control: ${said || '(none)'}`, 'no-store');
    },
  },
  {
    name: 'D33-slow-down',
    section: 'RFC 8628 §3.5',
    level: 'SHOULD',
    rule: 'A poll that follows another at once is answered with slow_down.',
    why: 'Nothing else keeps a fleet of devices in a hurry from taking the server down.',
    async run(bench) {
      const code = await freshCode(bench);
      await poll(bench, code);
      return expectError(await poll(bench, code), ['slow_down']);
    },
  },
  {
    name: 'D33-not-fatal',
    section: 'RFC 8628 §3.5',
    level: 'MUST',
    rule: 'A device that polled too fast is still waiting: its code goes on living.',
    why: 'One poll too many would end a sign-in that somebody is about to approve.',
    async run(bench) {
      const code = await freshCode(bench);
      for (let turn = 0; turn < 4; turn += 1) {
        const exchange = await poll(bench, code);
        if (!isOpen(exchange)) return fail(exchange, inWords(exchange), 'slow_down or authorization_pending');
      }
      return pass;
    },
  },
  {
    name: 'D32-pace',
    section: 'RFC 8628 §3.5',
    level: 'MUST',
    rule: 'A device that waits the interval between two polls is not slowed down.',
    why: 'Devices that do as they were told would wait ever longer.',
    async run(bench) {
      const code = await freshCode(bench);
      await poll(bench, code);
      await bench.wait(code.interval + slack);
      return expectError(await poll(bench, code), ['authorization_pending']);
    },
  },
  {
    name: 'D34-five-more',
    section: 'RFC 8628 §3.5',
    level: 'MUST',
    rule: 'After slow_down, five seconds more than the interval are enough, and enough again.',
    why: 'Where they are not, a device that obeys is refused for good: its code is frozen.',
    async run(bench) {
      const code = await freshCode(bench);
      await poll(bench, code);
      const told = await poll(bench, code);
      if (errorOf(told) !== 'slow_down') return skip(`slow_down never came: ${inWords(told)}`);
      for (let turn = 0; turn < 2; turn += 1) {
        await bench.wait(code.interval + 5 + slack);
        const exchange = await poll(bench, code);
        if (errorOf(exchange) !== 'authorization_pending') {
          return fail(exchange, `${inWords(exchange)} after ${code.interval + 5} s`, '400 authorization_pending');
        }
      }
      return pass;
    },
  },
  {
    name: 'D33-each-apart',
    section: 'RFC 8628 §3.5',
    level: 'SHOULD',
    rule: 'One device in a hurry does not slow down another.',
    why: 'Devices of one home share an address, and those of one app a client.',
    async run(bench) {
      const [hasty, calm] = [await freshCode(bench), await freshCode(bench)];
      for (let turn = 0; turn < 3; turn += 1) await poll(bench, hasty);
      return expectError(await poll(bench, calm), ['authorization_pending']);
    },
  },
];

/** What networks and timers may vary by, in seconds. */
const slack = 0.3;
