// The plain functions of the pages' scripts.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';

interface AuthScript {
  readAuthFragment(fragment: string): { code: string; clientID: string; forwardUrl: string } | undefined;
}
interface LinkScript {
  tidyCode(text: string, caret: number): { text: string; caret: number };
  tilesFor(length: number, least: number): number;
}
interface QuestionScript {
  followLooking(of: {
    isLooking: () => boolean;
    after: (ms: number, then: () => void) => () => void;
    tell: (ready: boolean) => void;
  }): () => void;
}
interface DoneScript {
  originToTell(forward: string | undefined): string | undefined;
}

const load = (name: string): Promise<unknown> => import(new URL(name, import.meta.url).href);
const { readAuthFragment } = (await load('./auth.js')) as AuthScript;
const { tidyCode, tilesFor } = (await load('./link.js')) as LinkScript;
const { originToTell } = (await load('./done.js')) as DoneScript;

const { followLooking } = (await load('./question.js')) as QuestionScript;

describe('the fragment of /auth (wire S18)', () => {
  const asked = { code: 'abc123', clientID: 'a client', forwardUrl: 'https://x.example/back?a=1' };
  const query =
    'clientID=a+client&code=abc123&context[device][product]=Some%20App&context%5Bdevice%5D%5Bmodel%5D=M&forwardUrl=https%3A%2F%2Fx.example%2Fback%3Fa%3D1';

  it('is read with either prefix, brackets raw or encoded, spaces as + or %20', () => {
    for (const prefix of ['#?', '#!?', '?', '!?', '#/?', '#!/?']) {
      assert.deepEqual(readAuthFragment(prefix + query), asked, prefix);
      assert.deepEqual(readAuthFragment(prefix + query.replace('+', '%20')), asked, prefix);
    }
  });

  it('takes the first of a repeated name, and has an empty forwardUrl when there is none', () => {
    assert.deepEqual(readAuthFragment('#?code=a&clientID=c&code=b&clientID=d'), {
      code: 'a',
      clientID: 'c',
      forwardUrl: '',
    });
  });

  it('is not complete without a code and a client', () => {
    for (const fragment of [
      '',
      '#',
      '#?',
      '#!?',
      '#?code=a',
      '#?clientID=c',
      '#?code=&clientID=c',
      '#code=a&clientID=c',
      '#x?code=a&clientID=c',
    ]) {
      assert.equal(readAuthFragment(fragment), undefined, fragment);
    }
    assert.equal(readAuthFragment(`#?code=${'a'.repeat(5000)}&clientID=c`), undefined);
  });

  it('never throws, never gives more than three texts, and pollutes nothing', () => {
    const names = fc.constantFrom(
      'code',
      'clientID',
      '__proto__',
      'constructor',
      'context[__proto__][x]',
      '%',
      '%E0%A4%A',
      'a[b',
    );
    const part = fc
      .tuple(names, fc.string({ unit: 'binary', maxLength: 20 }))
      .map(([name, value]) => `${name}=${value}`);
    fc.assert(
      fc.property(fc.constantFrom('#?', '#!?', '#', ''), fc.array(part), (prefix, parts) => {
        const read = readAuthFragment(prefix + parts.join('&'));
        if (read !== undefined) {
          assert.deepEqual(Object.keys(read).sort(), ['clientID', 'code', 'forwardUrl']);
          for (const value of Object.values(read)) assert.equal(typeof value, 'string');
        }
        assert.deepEqual(Object.keys(Object.prototype), []);
      }),
    );
  });

  it('gives back what was put in', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(text, text, text, (code, clientID, forwardUrl) => {
        const wanted = { code, clientID, forwardUrl };
        assert.deepEqual(readAuthFragment(`#?${new URLSearchParams(wanted)}`), wanted);
      }),
    );
  });
});

describe('the code field', () => {
  it('forgives case, spaces and dashes, and leaves the caret where people expect it', () => {
    assert.deepEqual(tidyCode('ab-12', 5), { text: 'AB12', caret: 4 });
    assert.deepEqual(tidyCode('ab-', 3), { text: 'AB', caret: 2 });
    assert.deepEqual(tidyCode(' a b', 2), { text: 'AB', caret: 1 });
    assert.deepEqual(tidyCode('ＡＢ１２', 2), { text: 'AB12', caret: 2 });
  });

  it('leaves a link, a sentence and what is very long for the service to read', () => {
    for (const text of ['https://x.example/link?code=AB12', 'Code: AB12', 'your code is ab12', 'a'.repeat(13)]) {
      assert.deepEqual(tidyCode(text, 3), { text, caret: 3 });
    }
  });

  it('has a caret within its text whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, at) => {
        const tidy = tidyCode(text, at);
        if (tidy.text !== text) assert.match(tidy.text, /^[0-9A-Z]{0,12}$/);
        assert.ok(tidy.caret <= tidy.text.length);
      }),
    );
  });

  it('draws four tiles, more for a longer code, and none for a very long one', () => {
    const tilesWith = (least: number) => [0, 4, 5, 12, 13, 25].map((length) => tilesFor(length, least));
    assert.deepEqual(tilesWith(4), [4, 4, 5, 12, 0, 0]);
    assert.deepEqual(tilesWith(6), [6, 6, 6, 12, 0, 0], 'no fewer than codes have now');
  });
});

describe('the done page', () => {
  it('tells the opening window only at the origin that the app named (B27)', () => {
    assert.equal(originToTell('https://x.example/back?a=1'), 'https://x.example');
    assert.equal(originToTell('http://127.0.0.1:8080/'), 'http://127.0.0.1:8080');
    for (const other of [undefined, '', 'myapp://x', 'javascript:1', 'https://'])
      assert.equal(originToTell(other), undefined);
  });
});

describe('the question', () => {
  /** A window with a manual clock. */
  function aWindow() {
    const timers = new Set<{ at: number; ring: () => void }>();
    const state = { now: 0, looking: true, ready: false };
    const changed = followLooking({
      isLooking: () => state.looking,
      after(ms, ring) {
        const timer = { at: state.now + ms, ring };
        timers.add(timer);
        return () => void timers.delete(timer);
      },
      tell: (ready) => void (state.ready = ready),
    });
    const pass = (ms: number): void => {
      state.now += ms;
      for (const timer of timers) {
        if (timer.at > state.now) continue;
        timers.delete(timer);
        timer.ring();
      }
    };
    const look = (looking: boolean): void => {
      state.looking = looking;
      changed();
    };
    return { state, pass, look };
  }

  it('takes a yes when somebody has looked at it for a second, and not before', () => {
    const { state, pass, look } = aWindow();
    look(true);
    pass(999);
    assert.equal(state.ready, false);
    pass(1);
    assert.equal(state.ready, true);
  });

  it('is ready only after a whole second of looking without a break, whatever comes before', () => {
    const step = fc.record({ looking: fc.boolean(), wait: fc.nat(1500) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), (steps) => {
        const { state, pass, look } = aWindow();
        for (const { looking, wait } of steps) {
          look(looking);
          assert.equal(state.ready, false);
          pass(wait);
          assert.equal(state.ready, looking && wait >= 1000);
        }
      }),
    );
  });
});
