// Pure: no I/O, no clock, no randomness. The English catalogue, which says what every other one has to have.
import { accountWords, activityWords } from './en/account.ts';
import { blockWords, numberWords } from './en/care.ts';
import { deviceWords } from './en/devices.ts';
import { arrivalWords, elsewhereWords } from './en/elsewhere.ts';
import { frameWords, generalWords, troubleWords } from './en/frame.ts';
import {
  authorizeWords,
  authWords,
  consentWords,
  continueWords,
  doneWords,
  linkWords,
  overWords,
} from './en/linking.ts';
import { mailWords, recoveryWords } from './en/mail.ts';
import { nearbyWords } from './en/nearby.ts';
import { operateWords } from './en/operate.ts';
import { passkeyWords } from './en/passkeys.ts';
import { fieldWords, peekWords, signInWords, wayWords } from './en/sign-in.ts';
import { tvWords } from './en/television.ts';

/** All English words, as literal types: keys, slots and plural forms are read off them. */
export interface English {
  readonly account: typeof accountWords;
  readonly activity: typeof activityWords;
  readonly arrival: typeof arrivalWords;
  readonly auth: typeof authWords;
  readonly block: typeof blockWords;
  readonly consent: typeof consentWords;
  readonly continue: typeof continueWords;
  readonly authorize: typeof authorizeWords;
  readonly devices: typeof deviceWords;
  readonly done: typeof doneWords;
  readonly elsewhere: typeof elsewhereWords;
  readonly field: typeof fieldWords;
  readonly frame: typeof frameWords;
  readonly general: typeof generalWords;
  readonly link: typeof linkWords;
  readonly mail: typeof mailWords;
  readonly nearby: typeof nearbyWords;
  readonly number: typeof numberWords;
  readonly operate: typeof operateWords;
  readonly over: typeof overWords;
  readonly passkeys: typeof passkeyWords;
  readonly peek: typeof peekWords;
  readonly recovery: typeof recoveryWords;
  readonly signIn: typeof signInWords;
  readonly trouble: typeof troubleWords;
  readonly tv: typeof tvWords;
  readonly way: typeof wayWords;
}

export const english: English = {
  account: accountWords,
  activity: activityWords,
  arrival: arrivalWords,
  auth: authWords,
  block: blockWords,
  consent: consentWords,
  continue: continueWords,
  authorize: authorizeWords,
  devices: deviceWords,
  done: doneWords,
  elsewhere: elsewhereWords,
  field: fieldWords,
  frame: frameWords,
  general: generalWords,
  link: linkWords,
  mail: mailWords,
  nearby: nearbyWords,
  number: numberWords,
  operate: operateWords,
  over: overWords,
  passkeys: passkeyWords,
  peek: peekWords,
  recovery: recoveryWords,
  signIn: signInWords,
  trouble: troubleWords,
  tv: tvWords,
  way: wayWords,
};
