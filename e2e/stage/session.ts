/** A session without a page: for those whose signing in is not what a show is about. */

/**
 * Accepts a personal link (`…/invite/:token`) under `name`.
 * @returns the session as an HTTP header says it.
 */
export async function acceptByApi(url: string, link: string, name: string): Promise<string> {
  const token = new URL(link).pathname.split('/').at(-1);
  const response = await fetch(`${url}/api/session/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token, name }),
  });
  if (!response.ok) throw new Error(`signing in: ${response.status} ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ');
}

/** A session's header as a browser's cookies. */
export function browserCookies(url: string, cookie: string): { name: string; value: string; url: string }[] {
  return cookie.split('; ').map((pair) => {
    const equals = pair.indexOf('=');
    return { name: pair.slice(0, equals), value: pair.slice(equals + 1), url };
  });
}
