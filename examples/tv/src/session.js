// What this television keeps: its tokens and their person's name, or the code that it shows. One text of the storage.
import { isLinkpinClientError } from '@linkpin/client';

const name = 'tv.sign-in';

/** Tokens that end within this time are refreshed, in milliseconds. */
const margin = 30000;

/** Somebody has to sign in again. */
export class SignedOutError extends Error {}

/**
 * @param client - made by `createDeviceClient`
 * @param storage - `localStorage`, or anything with its three functions
 */
export function createSession(client, storage) {
  const read = () => {
    try {
      return Object(JSON.parse(storage.getItem(name)));
    } catch {
      return {}; // damaged: as if nothing was kept
    }
  };
  const write = (kept) => storage.setItem(name, JSON.stringify(kept));
  const forget = () => storage.removeItem(name);

  const keepTokens = ({ accessToken, refreshToken, expiresIn, scope }, person = null) => {
    const expiresAt = expiresIn === null ? null : Date.now() + expiresIn * 1000;
    write({ tokens: { accessToken, refreshToken, expiresAt, scope }, person });
  };

  const refresh = async ({ tokens, person }) => {
    if (!tokens.refreshToken) throw new SignedOutError();
    const fresh = await client.refresh(tokens).catch((error) => {
      throw isLinkpinClientError(error, 'refused') ? new SignedOutError() : error;
    });
    if (Object(read().tokens).refreshToken !== tokens.refreshToken) throw new SignedOutError(); // meanwhile
    keepTokens(fresh, person);
  };

  return {
    isSignedIn: () => read().tokens !== undefined,
    person: () => read().person || null,
    keepPerson: (person) => write(Object.assign(read(), { person })),
    keepTokens,
    forget,

    /** The code that was shown before a reload, with its whole life in seconds; null if there is none. */
    code() {
      try {
        const { code, life } = read();
        const signIn = client.resume(code);
        return signIn.remaining > 0 ? { signIn, life } : null;
      } catch {
        return null; // of another server or client, or none
      }
    },
    keepCode: (code, life) => write({ code, life }),

    /**
     * Asks an API, with a token that works.
     *
     * @throws SignedOutError; what `fetch` throws
     */
    async fetch(url, signal) {
      const { tokens } = read();
      if (tokens.expiresAt !== null && tokens.expiresAt - margin < Date.now()) await refresh(read());
      const ask = () => fetch(url, { headers: { Authorization: `Bearer ${read().tokens.accessToken}` }, signal });
      const answer = await ask();
      if (answer.status !== 401) return answer;
      await refresh(read());
      const second = await ask();
      if (second.status === 401) throw new SignedOutError();
      return second;
    },

    /** Forgets the tokens, and revokes them. False if the service could not be told. */
    async signOut() {
      const { refreshToken, accessToken } = read().tokens;
      forget();
      return client.revoke(refreshToken || accessToken).then(
        () => true,
        () => false,
      );
    },
  };
}
