// The pages and sentences that people see.

const sentences = {
  approved: 'Signed in.',
  denied: 'You said no at Plex, so you are not signed in.',
  expired: 'That took too long. Please sign in again.',
  gone: 'The request was declined, or it took too long. Please sign in again.',
  undecided: 'You came back from Plex without an answer. Please sign in again.',
  unavailable: 'Plex is not answering at the moment. Please try again in a minute.',
  stranger: 'You have no access to this media server. Ask its owner to share it with you.',
};

/** The sentence for what became of a sign-in. */
export const sentenceFor = (kind) =>
  Object.hasOwn(sentences, kind) ? sentences[kind] : 'That did not work. Please sign in again.';

const escaped = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const page = (content, script) => `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Film night</title>
  <link rel="icon" href="/public/icon.svg">
  <link rel="stylesheet" href="/public/style.css">
  <script type="module" src="/public/${script}"></script>
  <main>${content}</main>
</html>`;

/** The one page of the app, signed in or not. */
export const home = ({ user, problem }) =>
  user === undefined
    ? page(
        `<h1>Film night</h1>
        <p>Vote for what we watch on Friday.</p>
        <form id="sign-in" method="post" action="/sign-in">
          <button>Sign in with Plex</button>
          <button class="quiet" type="button" hidden>Cancel</button>
        </form>
        <p id="status" role="status">${problem === undefined ? '' : sentenceFor(problem)}</p>`,
        'sign-in.js',
      )
    : page(
        `<h1>Hello, ${escaped(user.name)}</h1>
        <p>You are signed in, and you may use the media server.</p>
        <form method="post" action="/sign-out"><button class="quiet">Sign out</button></form>`,
        'sign-in.js',
      );

/** The page that a popup ends at. */
export const popupEnd = () =>
  page(
    `<h1>Done</h1>
    <p>You can close this window. If the page behind it is gone, <a href="/sign-in/back">go on here</a>.</p>`,
    'popup.js',
  );
