import { Suspense } from 'react';
import { cancelSignIn, finishSignIn, signOut, startSignIn } from './actions.js';
import { currentSession, shown, waitingSignIn, whoIs } from './sessions.js';
import { SignIn } from './sign-in.jsx';
import { Qr } from './qr.jsx';

export default async function Page({ searchParams }) {
  const session = await currentSession();
  if (session !== undefined) return <SignedIn session={session} />;
  return <SignedOut waiting={await waitingSignIn()} hasAnswered={'answered' in (await searchParams)} />;
}

function SignedIn({ session }) {
  return (
    <>
      <h1>Film club</h1>
      <Suspense fallback={<p>You are signed in. One moment …</p>}>
        <Greeting session={session} />
      </Suspense>
      <form action={signOut}>
        <button data-part="cancel">Sign out</button>
      </form>
    </>
  );
}

/** Streamed: the page is there before the issuer has answered. */
async function Greeting({ session }) {
  const name = await whoIs(session);
  return <p>{name === null ? 'You are signed in.' : `Hello, ${name}. You are signed in.`}</p>;
}

function SignedOut({ waiting, hasAnswered }) {
  return (
    <>
      <h1>Film club</h1>
      <p>Vote for what we watch on Friday.</p>
      <SignIn waits={waiting !== undefined} />
      <noscript>
        <style>{'.sign-in { display: none }'}</style>
        {waiting === undefined ? (
          <form action={startSignIn}>
            {hasAnswered && <p>You are not signed in: the code was refused, or it has expired.</p>}
            <button>Sign in</button>
          </form>
        ) : (
          <ByForm {...shown(waiting)} />
        )}
      </noscript>
    </>
  );
}

/** The same without a script: the person says when they have answered. */
function ByForm({ code, verificationUri, qrText }) {
  return (
    <form action={finishSignIn}>
      <p>
        Open <a href={verificationUri}>{verificationUri}</a> on your phone, and enter this code:
      </p>
      <p data-part="code">{code}</p>
      <div data-part="qr">
        <Qr text={qrText} />
      </div>
      <button>I have answered</button>
      <button data-part="cancel" formAction={cancelSignIn}>
        Cancel
      </button>
    </form>
  );
}
