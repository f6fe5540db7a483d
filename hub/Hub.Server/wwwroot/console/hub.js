// Talks to the hub with the session cookie. A refusal is thrown as its status; 0 means that nobody answered.
export class Refusal extends Error {
  constructor(status) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

const get = path => ask(path, { headers: { accept: 'application/json' } });

// The browser says by itself that the call comes from this page; the hub refuses calls from anywhere else.
const post = (path, body) => ask(path, { method: 'POST', headers: { accept: 'application/json', 'content-type': 'application/json' }, body: JSON.stringify(body) });

async function ask(path, what) {
  let answer;
  try {
    answer = await fetch(path, { ...what, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(10000) });
  } catch {
    throw new Refusal(0);
  }
  if (!answer.ok) {
    throw new Refusal(answer.status);
  }
  return answer.json();
}

const items = answer => Array.isArray(answer) ? answer : answer.items ?? [];

// The law's days are those of metropolitan France, wherever the page is read.
const dayAhead = days => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(new Date(Date.now() + days * 86400000));

export function journeys({ due, ...filters }, cursor) {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
  if (due) {
    query.set('dueBy', dayAhead(due === 'late' ? -1 : parseInt(due, 10))); // 'late', or within days: '5d'
  }
  if (cursor) {
    query.set('cursor', cursor);
  }
  return get(`/api/journeys?${query}`);
}

export const journey = id => get(`/api/journeys/${encodeURIComponent(id)}`);

export const procedures = async () => items(await get('/api/procedures'));

export const connectors = async () => items(await get('/api/connectors'));

/** The messages in failure: their groups with a count each, and the first of them with their reasons. */
export const deadLetters = most => get(`/api/dead-letters?limit=${most}`);

/** Puts one back on its way ({ id }), a group ({ system, operation, code }) or all of them ({ all: true }). */
export const replay = which => post('/api/dead-letters/replay', which);

/** Gives one up for good. */
export const discard = id => post(`/api/dead-letters/${encodeURIComponent(id)}/discard`, {});

/** Every version of every shared schema. */
export const schemas = async () => items(await get('/api/schemas'));

/** The versions of one, oldest first. */
export const schemaVersions = async id => items(await get(`/api/schemas/${encodeURIComponent(id)}/versions`));

export const schemaConsumers = async id => items(await get(`/api/schemas/${encodeURIComponent(id)}/consumers`));

export const schemaDrift = (id, version) => get(`/api/schemas/${encodeURIComponent(id)}/drift?${new URLSearchParams({ version })}`);

export const schemaCompatibility = (id, version, other) => get(`/api/schemas/${encodeURIComponent(id)}/compatibility?${new URLSearchParams({ version, with: other })}`);

/** Who is signed in and what the key may do; null without session. The first question is open to everybody: a first visit is no refused call. */
export const session = async () => (await get('/sign-in')).signedIn ? get('/api/session') : null;
