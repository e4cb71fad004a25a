// Pure: no I/O, no clock, no randomness. The Spanish catalogue.
import type { Catalogue } from './catalogue.ts';
import { accountWords, activityWords } from './es/account.ts';
import { blockWords, numberWords } from './es/care.ts';
import { deviceWords } from './es/devices.ts';
import { arrivalWords, elsewhereWords } from './es/elsewhere.ts';
import { frameWords, generalWords, troubleWords } from './es/frame.ts';
import {
  authorizeWords,
  authWords,
  consentWords,
  continueWords,
  doneWords,
  linkWords,
  overWords,
} from './es/linking.ts';
import { mailWords, recoveryWords } from './es/mail.ts';
import { nearbyWords } from './es/nearby.ts';
import { operateWords } from './es/operate.ts';
import { passkeyWords } from './es/passkeys.ts';
import { fieldWords, peekWords, signInWords, wayWords } from './es/sign-in.ts';
import { tvWords } from './es/television.ts';

export const spanish: Catalogue<'es'> = {
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
