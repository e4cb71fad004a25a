// A device as a caller would write it, in plain JavaScript for every runtime: signs in, is refused, changes its mind.

/**
 * @param {typeof import('@linkpin/client')} sdk the built files, loaded from wherever this runtime has them
 * @param {{ server: string, redirector: string, name: string }} place
 * @param {(step: Record<string, unknown>) => void} say is told of every code that waits for a person, and of every result
 */
export async function play(sdk, { server, redirector, name }, say) {
  const device = { clientIdentifier: `device-${name}`, product: 'Matrix', deviceName: `Zoë’s ${name}`, server };
  const plex = sdk.createPlexClient(device);

  const signIn = await plex.requestPin();
  const kinds = new Set();
  let outcome;
  for await (const state of signIn.states()) {
    if (kinds.size === 0) say({ open: signIn.code });
    if (state.kind === 'opened' && !kinds.has('opened')) say({ code: signIn.code, answer: 'yes' });
    kinds.add(state.kind);
    outcome = state;
  }
  say({ approved: outcome.kind, states: [...kinds] });
  const check = await sdk.checkPlexToken(device, outcome.token);
  say({ token: check.kind, user: check.user?.username });
  say({ wrongToken: (await sdk.checkPlexToken(device, 'not-a-token')).kind });

  const refused = await plex.requestPin();
  say({ answer: 'no', code: refused.code });
  say({ refused: await refused.wait() });

  const strong = await plex.requestPin({ strong: true });
  const resumed = plex.resume(JSON.parse(JSON.stringify(strong.save())));
  say({ answer: 'yes', app: resumed.authUrl() });
  say({ resumed: (await resumed.wait()).kind });

  const changed = await plex.requestPin();
  const waiting = changed.wait();
  say({ confirmed: await changed.cancel(), cancelled: await waiting });

  const left = await plex.requestPin();
  const controller = new AbortController();
  const aborted = left.wait({ signal: controller.signal }).catch((reason) => reason);
  controller.abort('the person left');
  say({ aborted: await aborted });
  await left.cancel();

  const elsewhere = sdk.createPlexClient({ ...device, server: redirector });
  const error = await elsewhere.requestPin().catch((thrown) => thrown);
  say({ redirect: sdk.isLinkpinClientError(error) && error.code });
  say({ end: true });
}
