// Pure: no I/O, no clock, no randomness. English: the devices that wait nearby.

/** The devices that wait nearby. */
export const nearbyWords = {
  title: 'Waiting near you',
  lead: 'These devices on your network asked to be linked. Pick only one that is in front of you.',
  asked: 'asked {time}',
  ending: {
    one: 'The last character of the code it shows',
    other: 'The last {count} characters it shows',
  },
  go: 'Pick this device',
  pickOne: 'Pick one of the devices.',
  wrongEnding: 'Its code doesn’t end like that. Look at the device and try again.',
  wholeCode: 'Too many wrong endings for this device. Enter its whole code.',
  gone: 'That device isn’t waiting any more. Get a new code on it.',
} as const;
