import {
  createKeys,
  askSelf,
  selfCheckRequest,
  systemRandom,
  type SecretKey,
  type SelfCheckFacts,
} from '@linkpin/server';

/** How long an answer may take, in milliseconds. */
const timeout = 5000;

/** What came of asking a URL whether a service with our keys is there. */
export type Meeting =
  /** It is. `date` is what the response says of the time, or null. */
  | { readonly met: 'us'; readonly facts: SelfCheckFacts; readonly date: string | null }
  /** A linkpin answered that has other keys, or a clock that is more than a minute apart. */
  | { readonly met: 'other-keys'; readonly date: string | null }
  /** Something else answered. */
  | { readonly met: 'stranger'; readonly status: number; readonly location: string | null; readonly text: string }
  /** Nothing answered; a code such as `ECONNREFUSED`. */
  | { readonly met: 'nobody'; readonly code: string };

/**
 * Asks the service behind a URL to prove that it has the same keys, over whatever is in between.
 *
 * @param url without a slash at the end
 * @param forged headers that a client could make up
 */
export async function meet(
  url: string,
  ring: readonly SecretKey[],
  forged: Readonly<Record<string, string>> = {},
): Promise<Meeting> {
  const question = askSelf(createKeys(ring), Date, systemRandom);
  let response: Response;
  let text: string;
  try {
    const put = selfCheckRequest(url, question);
    response = await fetch(put.url, {
      headers: { ...forged, ...put.headers, accept: 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    });
    text = await response.text();
  } catch (error) {
    return { met: 'nobody', code: codeOf(error) };
  }
  const date = response.headers.get('date');
  const { answer, status } = membersOf(text);
  const facts = typeof answer === 'string' ? question.readAnswer(answer) : undefined;
  if (facts !== undefined) return { met: 'us', facts, date };
  if (response.status === 403 && status === 'other keys') return { met: 'other-keys', date };
  return { met: 'stranger', status: response.status, location: response.headers.get('location'), text };
}

function codeOf(error: unknown): string {
  const { name, cause } = error as { readonly name?: string; readonly cause?: { readonly code?: string } };
  return name === 'TimeoutError' ? 'ETIMEDOUT' : (cause?.code ?? 'unknown');
}

function membersOf(text: string): { readonly answer?: unknown; readonly status?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
