'use client';
import { startTransition, useState } from 'react';
import { SignInCard, useDeviceCode } from '@linkpin/client/react';
import { finishSignIn } from './actions.js';
import { ourServer } from './our-server.js';
import { Qr } from './qr.jsx';

/** @param waits a sign-in of this browser waits already, from before the page was loaded */
export function SignIn({ waits }) {
  const [autoStart] = useState(waits);
  const signIn = useDeviceCode(ourServer, {
    autoStart,
    onOutcome: ({ kind }) => kind === 'approved' && startTransition(finishSignIn),
  });
  return <SignInCard signIn={signIn} className="sign-in" qr={(text) => <Qr text={text} />} />;
}
