// Pure: no I/O, no clock, no randomness. The German catalogue.
import type { Catalogue } from './catalogue.ts';
import { accountWords, activityWords } from './de/account.ts';
import { blockWords, numberWords } from './de/care.ts';
import { deviceWords } from './de/devices.ts';
import { arrivalWords, elsewhereWords } from './de/elsewhere.ts';
import { frameWords, generalWords, troubleWords } from './de/frame.ts';
import {
  authorizeWords,
  authWords,
  consentWords,
  continueWords,
  doneWords,
  linkWords,
  overWords,
} from './de/linking.ts';
import { mailWords, recoveryWords } from './de/mail.ts';
import { nearbyWords } from './de/nearby.ts';
import { operateWords } from './de/operate.ts';
import { passkeyWords } from './de/passkeys.ts';
import { fieldWords, peekWords, signInWords, wayWords } from './de/sign-in.ts';
import { tvWords } from './de/television.ts';

export const german: Catalogue<'de'> = {
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
