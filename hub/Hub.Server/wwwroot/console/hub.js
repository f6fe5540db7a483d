// Talks to the hub with the session cookie. A refusal is thrown as its status; 0 means that nobody answered.
export class Refusal extends Error {
  constructor(status) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

async function get(path) {
  let answer;
  try {
    answer = await fetch(path, { headers: { accept: 'application/json' }, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(10000) });
  } catch {
    throw new Refusal(0);
  }
  if (!answer.ok) {
    throw new Refusal(answer.status);
  }
  return answer.json();
}

const items = answer => Array.isArray(answer) ? answer : answer.items ?? [];

export function journeys(filters, cursor) {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
  if (cursor) {
    query.set('cursor', cursor);
  }
  return get(`/api/journeys?${query}`);
}

export const journey = id => get(`/api/journeys/${encodeURIComponent(id)}`);

export const procedures = async () => items(await get('/api/procedures'));

export const connectors = async () => items(await get('/api/connectors'));

/** The messages in failure: their groups with a count each, and the first of them with their reasons. */
export const deadLetters = () => get('/api/dead-letters');

/** Who is signed in and what the key may do; null without session. The first question is open to everybody: a first visit is no refused call. */
export const session = async () => (await get('/sign-in')).signedIn ? get('/api/session') : null;
