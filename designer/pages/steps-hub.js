import { language, t } from './steps-texts.js';

/** Why the hub refused: its own words, one line each. */
export class Refusal extends Error {
  constructor(status, lines) {
    super(lines[0]);
    this.status = status;
    this.lines = lines;
  }
}

const definition = id => `/elsa/api/workflow-definitions/${encodeURIComponent(id)}`;

export const signIn = () => location.assign(`/sign-in?return=${encodeURIComponent(location.pathname)}`);

export const signedIn = async () => (await (await ask('/sign-in')).json()).signedIn;

/** The latest version with its entity tag. */
export async function load(id) {
  const answer = await ask(`/elsa/api/workflow-definitions/by-definition-id/${encodeURIComponent(id)}?versionOptions=Latest`);
  return { model: await answer.json(), tag: answer.headers.get('etag') };
}

export const outline = async id => (await ask(`/api/workflow-definitions/${encodeURIComponent(id)}/outline?versionOptions=Latest`)).json();

/** What the hub's checks say of the latest version; nothing where it has none. */
export async function checks(id) {
  try {
    return (await (await ask(`/api/workflow-definitions/${encodeURIComponent(id)}/checks?versionOptions=Latest`)).json()).items ?? [];
  } catch (refusal) {
    if (refusal instanceof Refusal) {
      return [];
    }
    throw refusal;
  }
}

/** Every kind of step, by type name; of several versions the highest. */
export async function kinds() {
  const all = new Map();
  for (const kind of (await (await ask('/elsa/api/descriptors/activities')).json()).items) {
    if (!(all.get(kind.typeName)?.version > kind.version)) {
      all.set(kind.typeName, kind);
    }
  }
  return all;
}

/** Writes the draft, and puts it into force if asked to. */
export async function save(model, tag, publish = false) {
  const { links, ...content } = model;
  await ask('/elsa/api/workflow-definitions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...tag ? { 'if-match': tag } : {} },
    body: JSON.stringify({ model: content, publish })
  });
}

export const versions = async id => (await ask(`${definition(id)}/versions`)).json();

export const compare = async (id, from, to) => (await ask(`/api/workflow-definitions/${encodeURIComponent(id)}/comparison?${new URLSearchParams({ from, to })}`)).json();

/** An earlier version's content becomes the draft; its number is the answer. */
export async function revert(id, version, tag) {
  const answer = await ask(`${definition(id)}/revert/${version}`, { method: 'POST', headers: { 'content-type': 'application/json', ...tag ? { 'if-match': tag } : {} }, body: '{}' });
  return (await answer.json()).version;
}

async function ask(path, what = {}) {
  let answer;
  try {
    answer = await fetch(path, { ...what, headers: { accept: 'application/json', 'accept-language': language, ...what.headers }, credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw new Refusal(0, [t('lost')]);
  }
  if (answer.ok) {
    return answer;
  }
  throw new Refusal(answer.status, await reasons(answer));
}

// Elsa's form of an error, a problem document, or only a status.
async function reasons(answer) {
  if (answer.status === 412) {
    return [t('changed')];
  }
  try {
    const body = await answer.json();
    const lines = Object.values(body.errors ?? {}).flat().filter(line => typeof line === 'string');
    return lines.length > 0 ? lines : [body.detail ?? body.title ?? t('failed')(answer.status)];
  } catch {
    return [answer.status === 403 ? t('forbidden') : t('failed')(answer.status)];
  }
}
