import { foldCode } from '../../packages/server/src/domain/code.ts';

/** A secret in base64 at each of the three places that it can begin at, without what its neighbours decide. */
function base64s(bytes: Buffer, alphabet: 'base64' | 'base64url'): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString(alphabet)
      .replace(/=+$/, '');
    const lost = [0, 2, 3][before] ?? 0;
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return text.slice(lost, whole);
  });
}

/** Every way in which a secret could stand somewhere. */
function spellingsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const dashed =
    secret.length <= 12 ? [`${secret.slice(0, secret.length / 2)}-${secret.slice(secret.length / 2)}`] : [];
  const folded = secret.length <= 32 && /^[\dA-Za-z-]+$/.test(secret) ? [foldCode(secret)] : [];
  return [
    ...[secret, secret.toLowerCase(), secret.toUpperCase(), encodeURIComponent(secret), ...folded, ...dashed],
    ...[bytes.toString('hex'), bytes.toString('hex').toUpperCase(), bytes.toString('utf16le')],
    ...base64s(bytes, 'base64'),
    ...base64s(bytes, 'base64url'),
  ];
}

/** The names of the secrets that stand somewhere in a text (bytes as characters), in whatever spelling. */
export function secretsIn(text: string, secrets: ReadonlyMap<string, string>): readonly string[] {
  return [...secrets].flatMap(([name, secret]) =>
    spellingsOf(secret).some((one) => text.includes(one)) ? [name] : [],
  );
}
