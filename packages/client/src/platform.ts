// What of the platform's types our own say. A program may be compiled without the DOM's and without Node's, so that each is
// looked up: the real one where there is one, else as much of it as is needed.

/** `AbortSignal`. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Platform } }
  ? Platform
  : {
      readonly aborted: boolean;
      readonly reason: unknown;
      readonly addEventListener: (type: 'abort', listener: () => void) => void;
      readonly removeEventListener: (type: 'abort', listener: () => void) => void;
    };

/** `CryptoKey`. */
export type PlatformKey = typeof globalThis extends { CryptoKey: { prototype: infer Platform } }
  ? Platform
  : { readonly type: string; readonly extractable: boolean };

/** `Response`. */
export type FetchResponse = typeof globalThis extends { Response: { prototype: infer Platform } }
  ? Platform
  : {
      readonly status: number;
      /** React Native's says so of what it followed by itself. */
      readonly redirected?: boolean;
      readonly headers: { readonly get: (name: string) => string | null };
      readonly text: () => Promise<string>;
    };
