'use client';
// React's hooks for a sign-in, and one component that shows it. A server component may import it: it runs in the browser.
export { SignInCard, type SignInCardProps } from './sign-in-card.ts';
export { useDeviceCode, type UsedDeviceCode } from './use-device-code.ts';
export { usePin, type UsedPin, type UsePinOptions } from './use-pin.ts';
export type { AnyOutcome, AnySignIn, SignInState, UsedSignIn, UseSignInOptions } from './use-sign-in.ts';
export type { SignInWords } from './words.ts';
