import { button, byId, choice, element, tell } from './steps-elements.js';
import * as hub from './steps-hub.js';
import { local, t, time, title, typed, writeTexts } from './steps-texts.js';

// The versions of one workflow: what differs between any two of them, in sentences, and the way back to an earlier one.

const id = decodeURIComponent(/\/definitions\/([^/]+)\//.exec(location.pathname)[1]);
const address = view => `/designer/workflows/definitions/${encodeURIComponent(id)}/${view}`;
let versions = [];
let tag = null;

async function start() {
  writeTexts();
  title(t('versions'));
  byId('to-drawing').href = address('edit');
  byId('to-steps').href = address('steps');
  byId('confirm-no').textContent = t('cancel');
  byId('compare').addEventListener('submit', event => {
    event.preventDefault();
    showComparison();
  });
  try {
    if (!await hub.signedIn()) {
      hub.signIn();
      return;
    }
    await show();
    byId('status').textContent = '';
    // The two newest, for that is what is asked most.
    if (versions.length > 1) {
      await showComparison(false);
    }
  } catch (refusal) {
    fail(refusal);
  }
}

async function show() {
  const [loaded, all] = await Promise.all([hub.load(id), hub.versions(id)]);
  ({ tag } = loaded);
  versions = [...all].sort((a, b) => b.version - a.version);
  title(`${typed(loaded.model.name)} – ${t('versions')}`);
  byId('title').textContent = typed(loaded.model.name);
  const mayWrite = (loaded.model.links ?? []).some(link => link.rel === 'import');
  byId('action-head').hidden = !mayWrite;
  byId('rows').replaceChildren(...versions.map(version => row(version, mayWrite)));
  const options = versions.map(version => [String(version.version), `${version.version} · ${stateOf(version)}`]);
  for (const [name, value] of [['from', versions[1] ?? versions[0]], ['to', versions[0]]]) {
    byId(name).replaceChildren(...choice(options, '').childNodes);
    byId(name).value = String(value.version);
  }
  byId('compare').hidden = versions.length < 2;
  byId('one').hidden = versions.length > 1;
  byId('work').hidden = false;
}

const stateOf = version => version.isPublished ? t('isPublished') : version.isLatest ? t('isDraft') : t('isOld');

function row(version, mayWrite) {
  const cell = (name, ...content) => element('td', { 'data-label': t(name) }, ...content);
  return element('tr', {}, element('th', { scope: 'row', 'data-label': t('version') }, String(version.version)), cell('date', element('time', { datetime: version.createdAt }, time(version.createdAt))), cell('state', stateOf(version)),
    mayWrite ? cell('action', version.isLatest ? '' : button(typed(t('revert')(version.version)), () => ask(version.version), { class: 'quiet' })) : null);
}

async function showComparison(isAsked = true) {
  tell(byId('refusal'));
  try {
    const compared = await hub.compare(id, byId('from').value, byId('to').value);
    byId('changes').replaceChildren(...comparison(compared));
    if (isAsked) {
      byId('status').textContent = compared.isSame ? t('same') : local(compared.summary);
      byId('changes').focus();
    }
  } catch (refusal) {
    fail(refusal, false);
  }
}

function comparison(compared) {
  const layout = compared.layoutChanges > 0 ? [element('p', { class: 'soft' }, typed(t('layout')(compared.layoutChanges)))] : [];
  if (compared.isSame) {
    return [element('p', {}, typed(t('same'))), ...layout];
  }
  return [element('p', {}, element('strong', {}, local(compared.summary))), ...layout, element('ul', { class: 'changes', role: 'list' }, ...compared.changes.map(changeOf))];
}

function changeOf(change) {
  // Only lines that differ and those near them; what they are is said, not only coloured.
  const lines = (change.lines ?? []).map(line => element('li', { class: line.kind }, element('span', { class: 'sign', 'aria-label': t('lineKinds')[line.kind] ?? line.kind, role: 'img' }, line.kind === 'added' ? '+' : line.kind === 'removed' ? '−' : '·'), element('code', {}, ` ${line.text}`)));
  return element('li', { class: `change ${change.kind}` }, element('p', {}, element('span', { class: 'tag' }, t('kinds')[change.kind] ?? change.kind), ` ${local(change.text)}`),
    lines.length > 0 ? element('details', {}, element('summary', {}, typed(`${t('lines')}${change.activityName ? `, ${change.activityName}` : ''}${change.name ? `, ${change.name}` : ''}`)), element('ul', { class: 'lines', role: 'list' }, ...lines)) : null);
}

function ask(version) {
  const dialog = byId('confirm');
  byId('confirm-title').textContent = typed(t('revertTitle')(version));
  byId('confirm-text').textContent = typed(t('revertText')(version));
  byId('confirm-yes').textContent = t('revertSure');
  dialog.returnValue = '';
  dialog.showModal();
  dialog.addEventListener('close', () => {
    if (dialog.returnValue === 'yes') {
      revert(version);
    }
  }, { once: true });
}

async function revert(version) {
  tell(byId('refusal'));
  try {
    const draft = await hub.revert(id, version, tag);
    await show();
    await showComparison(false);
    byId('status').textContent = typed(t('reverted')(version, draft));
    byId('title').focus();
  } catch (refusal) {
    fail(refusal, false);
  }
}

function fail(refusal, isFatal = true) {
  if (!(refusal instanceof hub.Refusal)) {
    throw refusal;
  }
  byId('status').textContent = '';
  const line = refusal.status === 404 ? (isFatal ? t('gone') : t('noComparison')) : refusal.lines[0];
  tell(byId('refusal'), element('p', {}, typed(line)), ...isFatal ? [element('p', {}, element('a', { href: '/designer/workflows/definitions' }, t('definitions')))] : []);
}

start();
