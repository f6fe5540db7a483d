// The console's first page: follows journeys live. One loop asks the hub every two seconds and shows what it answers.
import { byId, element, setText } from './elements.js';
import { showHealth } from './health.js';
import * as hub from './hub.js';
import { forgetDetail, showDetail } from './journey-detail.js';
import { showList } from './journey-list.js';
import { local, stateText, states, switchLanguage, t, writeTexts } from './texts.js';

const every = 2000;
const filters = { key: '', procedure: '', state: '' };
let titles = new Map();
let offered = [];
let older = [];
let paused = false;
let turn = 0;
let timer = 0;

const openJourney = () => /^#\/journeys\/(.+)$/.exec(location.hash)?.[1];

async function refresh() {
  clearTimeout(timer);
  const mine = ++turn;
  try {
    await show(mine);
  } catch (refusal) {
    if (!(refusal instanceof hub.Refusal)) {
      throw refusal;
    }
    if (mine === turn) {
      showRefusal(refusal.status);
    }
  } finally {
    // A hidden tab asks nothing; a newer turn has its own timer.
    if (!paused && mine === turn) {
      timer = setTimeout(() => document.hidden ? schedule() : refresh(), every);
    }
  }
}

function schedule() {
  clearTimeout(timer);
  timer = setTimeout(() => document.hidden ? schedule() : refresh(), every);
}

async function show(mine) {
  const id = openJourney();
  if (id) {
    const journey = await hub.journey(decodeURIComponent(id));
    if (mine === turn) {
      enter();
      showDetail(journey, titles);
      setText(byId('status'), paused ? t('paused') : '');
    }
  } else {
    const answer = await hub.journeys(filters);
    if (mine === turn) {
      enter();
      const fresh = new Set(answer.items.map(journey => journey.id));
      const list = [...answer.items, ...older.filter(journey => !fresh.has(journey.id))];
      byId('more').hidden = !(older.length ? older.next : answer.next);
      byId('more').dataset.cursor = older.length ? older.next ?? '' : answer.next ?? '';
      showList(list, titles);
      setText(byId('status'), paused ? t('paused') : t('count')(list.length));
    }
  }
  await showHealth();
  if (offered.length === 0) {
    await readProcedures();
  }
}

function enter() {
  byId('sign-in').hidden = true;
  byId('work').hidden = false;
  byId('sign-out').hidden = false;
}

function showRefusal(status) {
  const mustSignIn = status === 401;
  byId('sign-in').hidden = !mustSignIn;
  if (mustSignIn) {
    byId('work').hidden = true;
    byId('sign-out').hidden = true;
    byId('sign-in-link').href = `/sign-in?return=${encodeURIComponent(location.pathname)}`;
  }
  setText(byId('status'), mustSignIn ? '' : status === 403 ? t('forbidden') : status === 404 ? t('gone') : t('lost'));
}

async function readProcedures() {
  try {
    offered = await hub.procedures();
  } catch (refusal) {
    if (!(refusal instanceof hub.Refusal)) {
      throw refusal;
    }
  }
  titles = new Map(offered.map(procedure => [procedure.name, local(procedure.title)]));
  writeFilters();
}

function writeFilters() {
  const form = byId('filters');
  form.elements.procedure.replaceChildren(element('option', { value: '' }, t('everyProcedure')),
    ...[...titles].map(([name, title]) => element('option', { value: name }, title || name)));
  form.elements.state.replaceChildren(element('option', { value: '' }, t('every')),
    ...states.map(state => element('option', { value: state }, stateText(state))));
  for (const [name, value] of Object.entries(filters)) {
    form.elements[name].value = value;
  }
}

function write() {
  writeTexts(document);
  titles = new Map(offered.map(procedure => [procedure.name, local(procedure.title)]));
  writeFilters();
}

function navigate() {
  const open = Boolean(openJourney());
  byId('list').hidden = open;
  byId('detail').hidden = !open;
  forgetDetail();
  refresh().then(() => (open ? byId('detail-title') : byId('main')).focus());
}

byId('pause').addEventListener('click', () => {
  paused = !paused;
  byId('pause').setAttribute('aria-pressed', String(paused));
  refresh();
});
byId('language').addEventListener('click', () => {
  switchLanguage();
  write();
  refresh();
});
byId('filters').addEventListener('input', event => {
  filters[event.target.name] = event.target.value.trim();
  older = [];
  refresh();
});
byId('filters').addEventListener('submit', event => event.preventDefault());
byId('more').addEventListener('click', async event => {
  const answer = await hub.journeys(filters, event.currentTarget.dataset.cursor);
  older = Object.assign([...older, ...answer.items], { next: answer.next });
  refresh();
});
addEventListener('hashchange', navigate);
document.addEventListener('visibilitychange', () => document.hidden || paused || refresh());

write();
byId('list').hidden = Boolean(openJourney());
byId('detail').hidden = !openJourney();
refresh();
