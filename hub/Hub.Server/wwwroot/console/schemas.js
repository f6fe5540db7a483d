import { byId, element, replaceIfNew, setText } from './elements.js';
import * as hub from './hub.js';
import { local, t, time } from './texts.js';

// What costs the hub some work to answer is asked again only after a while, or when something else is asked.
const lasting = 15000;
const kept = new Map();
let shownComparison = '';
let chosen = { id: '', older: '', newer: '' };

/** What the list shows: each schema once, with its latest version and how many came before. */
export const askSchemas = hub.schemas;

/** What the page of one schema shows. */
export async function askSchema(id) {
  const versions = await hub.schemaVersions(id);
  choose(id, versions);
  const consumers = await once(`consumers ${id} ${versions.length}`, () => hub.schemaConsumers(id));
  const [drifts, compared] = await Promise.all([
    Promise.all(inUse(versions, consumers).map(version => hub.schemaDrift(id, version))),
    chosen.older ? once(`compared ${id} ${chosen.older} ${chosen.newer} ${versions.length}`, () => hub.schemaCompatibility(id, chosen.newer, chosen.older)) : null]);
  return { id, versions, consumers, drifts, compared };
}

/** Another pair of versions is compared from now on. */
export function compare(name, version) {
  chosen[name] = version;
}

export function showSchemas(items) {
  const rows = [...grouped(items, item => item.id).entries()].map(([id, versions]) => {
    const latest = versions.find(version => version.latest) ?? versions.at(-1);
    return element('tr', {},
      cell('schema', element('a', { href: `#/schemas/${encodeURIComponent(id)}`, 'data-key': id }, id)),
      cell('schemaTitle', local(latest.title)),
      cell('domain', latest.domain),
      cell('latestVersion', latest.version),
      cell('versions', String(versions.length)),
      cell('driftAlarms', alarms(versions)));
  });
  replaceIfNew(byId('schema-rows'), rows);
  byId('schema-table').hidden = rows.length === 0;
  byId('schemas-empty').hidden = rows.length > 0;
  document.title = `${t('schemas')} – ${t('title')}`;
}

export function showSchema({ id, versions, consumers, drifts, compared }) {
  const title = local(versions.at(-1).title);
  setText(byId('schema-title'), title);
  document.title = `${title} – ${t('title')}`;
  replaceIfNew(byId('schema-facts'), facts(id, versions));
  fillChoice(byId('compare-older'), versions, chosen.older);
  fillChoice(byId('compare-newer'), versions, chosen.newer);
  byId('compare').hidden = versions.length < 2;
  byId('compare-one').hidden = versions.length > 1;
  showComparison(compared);
  replaceIfNew(byId('consumers'), consumers.length === 0 ? [element('p', {}, t('noConsumers'))] : [card(consumersOf(consumers))]);
  replaceIfNew(byId('drift'), drifts.flatMap(driftOf));
}

// What somebody has opened stays open: it is written again only when it says something else.
function showComparison(compared) {
  const content = JSON.stringify([compared, document.documentElement.lang]);
  if (content !== shownComparison) {
    shownComparison = content;
    byId('compared').replaceChildren(...compared === null ? [] : comparison(compared));
  }
}

export function forgetSchema() {
  shownComparison = '';
  chosen = { id: '', older: '', newer: '' };
  setText(byId('schema-title'), '');
  for (const part of ['schema-facts', 'compared', 'consumers', 'drift']) {
    byId(part).replaceChildren();
  }
}

export function showMissingSchema() {
  forgetSchema();
  setText(byId('schema-title'), t('schemaMissing'));
  byId('compare').hidden = true;
  byId('compare-one').hidden = true;
}

// The versions whose documents travel: those that somebody reads, and the latest. The newest first, and no more than a person looks at.
function inUse(versions, consumers) {
  const read = new Set(consumers.map(consumer => consumer.reads));
  return versions.filter(version => version.latest || read.has(version.version)).map(version => version.version).reverse().slice(0, 4);
}

// The two newest, until somebody chooses others.
function choose(id, versions) {
  const numbers = versions.map(version => version.version);
  if (chosen.id !== id || !numbers.includes(chosen.older) || !numbers.includes(chosen.newer)) {
    chosen = { id, older: numbers.at(-2) ?? '', newer: numbers.at(-2) ? numbers.at(-1) : '' };
  }
}

async function once(question, ask) {
  const known = kept.get(question);
  if (known && Date.now() - known.at < lasting) {
    return known.answer;
  }
  const answer = await ask();
  kept.set(question, { at: Date.now(), answer });
  if (kept.size > 50) {
    kept.delete(kept.keys().next().value);
  }
  return answer;
}

function facts(id, versions) {
  const links = [...versions].reverse().map(version => element('li', {},
    element('a', { href: `/api/schemas/${encodeURIComponent(id)}?version=${version.version}`, 'data-key': version.version }, version.version),
    version.latest ? ` · ${t('latest')}` : ''));
  return [element('dt', {}, t('identifier')), element('dd', {}, id), element('dt', {}, t('versions')), element('dd', {}, element('ul', {}, ...links))];
}

function fillChoice(select, versions, value) {
  replaceIfNew(select, versions.map(version => element('option', { value: version.version }, version.version)));
  select.value = value;
}

function comparison(report) {
  const verdict = (name, value) => element('li', { class: value === 'incompatible' ? 'bad' : undefined }, `${t(name)}${t('colon')}${t('verdicts')[value] ?? value}`);
  const list = element('ul', { class: 'gauges' }, verdict('backward', report.backward), verdict('forward', report.forward),
    element('li', {}, `${t('step')}${t('colon')}${t('steps')[report.step] ?? report.step}`));
  return report.changes.length === 0 ? [list] : [list, card(report.changes.map(change => element('li', {},
    element('p', {}, element('code', {}, change.path || '/'), ` · ${t('directions')[change.direction] ?? change.direction}`),
    element('p', {}, local(change.message)),
    ...(change.witness === undefined || change.witness === null ? [] : [element('details', {}, element('summary', {}, t('witness')), element('pre', {}, JSON.stringify(change.witness, null, 2)))]))))];
}

function consumersOf(consumers) {
  const groups = grouped(consumers, consumer => JSON.stringify([consumer.kind, consumer.name, local(consumer.title)]));
  return [...groups.values()].map(group => element('li', {},
    element('p', { class: 'who' }, `${t('readers')[group[0].kind] ?? group[0].kind}${t('colon')}${local(group[0].title)}`),
    element('ul', { class: 'reads' }, ...group.filter(reading => reading.path !== null).map(reading => element('li', {},
      element('code', {}, reading.path || '/'), reading.computed ? ` · ${t('computed')}` : '', ` · ${reading.place} · ${reading.reads}`)))));
}

function driftOf(drift) {
  const version = element('h3', {}, drift.version);
  const seen = element('p', { class: 'soft' }, t('seen')(drift.looked, drift.refused, drift.skipped, time(drift.since)));
  if (drift.findings.length === 0) {
    return [version, seen, element('p', {}, t('noDrift'))];
  }
  const findings = drift.findings.map(finding => element('li', {},
    element('p', { class: finding.alarm ? 'state state-faulted' : undefined }, element('code', {}, finding.path || '/'), ` · ${t('drifts')[finding.kind] ?? finding.kind}`),
    element('p', {}, local(finding.message)),
    ...(finding.count > 0 ? [element('p', { class: 'soft' }, t('since')(finding.count, time(finding.first), time(finding.last)))] : [])));
  const proposals = ['minor', 'major'].filter(step => drift.proposals[step])
    .map(step => element('a', { class: 'button', href: drift.proposals[step], download: '', 'data-key': `proposal-${drift.version}-${step}` }, t('propose')(t('steps')[step])));
  return [version, seen, card(findings), ...(proposals.length > 0 ? [element('p', { class: 'tools' }, ...proposals)] : [])];
}

function grouped(list, keyOf) {
  const groups = new Map();
  for (const one of list) {
    const key = keyOf(one);
    groups.set(key, [...groups.get(key) ?? [], one]);
  }
  return groups;
}

// Nothing where there is nothing to look at: a column of zeros hides the one that matters.
function alarms(versions) {
  const count = versions.reduce((sum, version) => sum + version.drift, 0);
  return count === 0 ? '–' : element('span', { class: 'state state-faulted' }, t('driftCount')(count));
}

const card = list => element('div', { class: 'card' }, element('ul', { class: 'letters' }, ...list));

function cell(column, content) {
  return element('td', { 'data-label': t(column) }, content);
}
