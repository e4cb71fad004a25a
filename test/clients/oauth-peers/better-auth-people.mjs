/** What people do at a better-auth on this machine, each with an account of their own. */
export function peopleAt(origin) {
  const post = (path, body, cookie = '') =>
    fetch(`${origin}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, cookie },
      body: JSON.stringify(body),
    });

  /** Makes an account, and gives the cookies of its session. */
  const signUp = async (name) => {
    const signedUp = await post('/sign-up/email', {
      email: `${name}@example.com`,
      password: 'a password',
      name: 'Ada',
    });
    return signedUp.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
  };

  const answer = async (verb, userCode) => {
    const cookie = await signUp(userCode);
    await fetch(`${origin}/api/auth/device?user_code=${userCode}`, { headers: { cookie } });
    const answered = await post(`/device/${verb}`, { userCode }, cookie);
    if (!answered.ok) throw new Error(`${verb}: ${await answered.text()}`);
  };

  return {
    signUp,
    approve: (userCode) => answer('approve', userCode),
    deny: (userCode) => answer('deny', userCode),
  };
}
