// The built SDK against the real service, in every runtime that it promises to run in.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openCode } from '../../../packages/server/src/service/pins/open-code.ts';
import { movableClock } from '../../harness/clock.ts';
import { createHarness, type Harness } from '../../harness/service.ts';
import { type Approver, approverAt } from '../approver.ts';
import { listen } from './listen.ts';
import { playInChromium } from './page.ts';
import { type Step, playInProgram, programs } from './programs.ts';

const expected: readonly Step[] = [
  { approved: 'approved', states: ['pending', 'opened', 'approved'] },
  { token: 'valid', user: 'ada' },
  { wrongToken: 'invalid' },
  { refused: { kind: 'denied' } },
  { resumed: 'approved' },
  { confirmed: true, cancelled: { kind: 'cancelled' } },
  { aborted: 'the person left' },
  { redirect: 'redirected' },
  { end: true },
];

describe('the built SDK signs in, is refused, resumes, cancels, and follows no redirect', () => {
  let harness: Harness;
  let server = '';
  let ada: Approver;
  let asked = 0;
  let elsewhere: Awaited<ReturnType<typeof listen>>;
  let redirector: Awaited<ReturnType<typeof listen>>;

  before(async () => {
    harness = createHarness('sdk runtimes', { clock: movableClock(Date.now) });
    server = await harness.service.listen();
    ada = await approverAt(harness, server);
    elsewhere = await listen((_request, response) => {
      asked += 1;
      response.end();
    });
    redirector = await listen((_request, response) => {
      const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
      const preflight = _request.method === 'OPTIONS';
      response
        .writeHead(preflight ? 204 : 307, { ...cors, ...(preflight ? {} : { location: elsewhere.address }) })
        .end();
    });
  });
  after(async () => {
    redirector.stop();
    elsewhere.stop();
    await harness.service.close();
  });

  // A person who looks at a code and takes their time.
  const look = async (code: string): Promise<void> => {
    const opened = await openCode(harness.ports, code, (await harness.person('ada')).id);
    assert.ok(opened.ok);
  };

  const check = async (
    name: string,
    run: (place: object, onStep: (step: Step) => void) => Promise<void>,
  ): Promise<void> => {
    const told: Step[] = [];
    const answers: Promise<void>[] = [];
    const onStep = (step: Step): void => {
      const { open, code, app } = step;
      const answer = step['answer'] === 'yes' ? 'yes' : 'no';
      if (typeof open === 'string') answers.push(look(open));
      else if (typeof code === 'string') answers.push(ada.answerCode(code, answer));
      else if (typeof app === 'string') answers.push(ada.answerApp(app, answer));
      else told.push(step);
    };
    await run({ server, redirector: redirector.address, name: name.replaceAll(' ', '') }, onStep);
    await Promise.all(answers);
    assert.deepEqual(told, expected);
    assert.equal(asked, 0);
  };

  for (const name of Object.keys(programs)) {
    it(`in ${name}`, () => check(name, (place, onStep) => playInProgram(name, place, onStep)));
  }

  it('in a page of Chromium on another origin', () => check('Chromium', playInChromium));
});
