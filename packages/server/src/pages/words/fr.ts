// Pure: no I/O, no clock, no randomness. The French catalogue.
import type { Catalogue } from './catalogue.ts';
import { accountWords, activityWords } from './fr/account.ts';
import { blockWords, numberWords } from './fr/care.ts';
import { deviceWords } from './fr/devices.ts';
import { arrivalWords, elsewhereWords } from './fr/elsewhere.ts';
import { frameWords, generalWords, troubleWords } from './fr/frame.ts';
import {
  authorizeWords,
  authWords,
  consentWords,
  continueWords,
  doneWords,
  linkWords,
  overWords,
} from './fr/linking.ts';
import { mailWords, recoveryWords } from './fr/mail.ts';
import { nearbyWords } from './fr/nearby.ts';
import { operateWords } from './fr/operate.ts';
import { passkeyWords } from './fr/passkeys.ts';
import { fieldWords, peekWords, signInWords, wayWords } from './fr/sign-in.ts';
import { tvWords } from './fr/television.ts';

export const french: Catalogue<'fr'> = {
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
