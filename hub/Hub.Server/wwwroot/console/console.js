// The console's first page: follows journeys live. One loop asks the hub every two seconds and shows what it answers.
import { byId, element, setText } from './elements.js';
import { showHealth } from './health.js';
import * as hub from './hub.js';
import { forgetDetail, showDetail, showMissing } from './journey-detail.js';
import { showList } from './journey-list.js';
import { local, stateText, states, switchLanguage, t, time, writeTexts } from './texts.js';

const every = 2000;
const typing = 200;
// Asking again every two seconds would not change these answers.
const lasting = [401, 403, 404];
const filters = { key: '', procedure: '', state: '' };
let titles = new Map();
let offered = [];
let older = [];
let paused = false;
let permissions = null;
let lastAnswer = '';
let lastJourney = '';
let turn = 0;
let timer = 0;

const may = permission => permissions.includes(permission);
const openJourney = () => /^#\/journeys\/(.+)$/.exec(location.hash)?.[1];

async function refresh() {
  clearTimeout(timer);
  const mine = ++turn;
  let again = true;
  try {
    again = await show(mine);
  } catch (refusal) {
    if (!(refusal instanceof hub.Refusal)) {
      throw refusal;
    }
    again = !lasting.includes(refusal.status);
    if (mine === turn) {
      showRefusal(refusal.status);
    }
  } finally {
    // A newer turn has its own timer.
    if (again && !paused && mine === turn) {
      schedule();
    }
  }
}

// A hidden tab asks nothing.
function schedule() {
  clearTimeout(timer);
  timer = setTimeout(() => document.hidden ? schedule() : refresh(), every);
}

/** Gives whether to ask again later. */
async function show(mine) {
  if (permissions === null) {
    const session = await hub.session();
    if (session === null) {
      location.replace(signInAddress());
      return false;
    }
    permissions = session.permissions;
    if (may('procedures:read')) {
      await readProcedures();
    }
  }
  if (!may('journeys:read')) {
    showRefusal(403);
    return false;
  }
  const id = openJourney();
  const answer = id ? await hub.journey(decoded(id)) : await hub.journeys(filters);
  await showHealth(may);
  if (mine !== turn) {
    return false;
  }
  enter();
  if (id) {
    lastJourney = answer.id;
    showDetail(answer, titles);
  } else {
    const fresh = new Set(answer.items.map(journey => journey.id));
    const list = [...answer.items, ...older.filter(journey => !fresh.has(journey.id))];
    byId('more').dataset.cursor = (older.length ? older.next : answer.next) ?? '';
    byId('more').hidden = !byId('more').dataset.cursor;
    document.title = t('title');
    showList(list, titles, Object.values(filters).some(Boolean));
    tell(t('count')(list.length));
  }
  if (paused || id) {
    tell(paused ? t('paused') : '');
  }
  lastAnswer = time(new Date());
  return true;
}

// An address typed by hand may hold a lone percent sign.
function decoded(id) {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

const signInAddress = () => `/sign-in?return=${encodeURIComponent(location.pathname + location.hash)}`;

function tell(text, bad = false) {
  byId('status').classList.toggle('bad', bad);
  setText(byId('status'), text);
}

function enter() {
  byId('sign-in').hidden = true;
  byId('work').hidden = false;
  byId('sign-out').hidden = false;
}

function showRefusal(status) {
  if (status === 401) {
    // What the key of the next session may do is asked anew.
    permissions = null;
    byId('sign-in').hidden = false;
    byId('work').hidden = true;
    byId('sign-out').hidden = true;
    byId('sign-in-link').href = signInAddress();
    tell('');
    byId('sign-in-title').focus();
  } else if (status === 404 && openJourney()) {
    enter();
    showMissing();
    tell('');
  } else if (status === 403) {
    byId('sign-out').hidden = false;
    tell(t('forbidden'), true);
  } else {
    tell(status === 0 ? t('lost')(lastAnswer) : t('failed')(status), true);
  }
}

// Without them the procedures go by their technical names, which is no reason to show nothing.
async function readProcedures() {
  try {
    offered = await hub.procedures();
  } catch (refusal) {
    if (!(refusal instanceof hub.Refusal)) {
      throw refusal;
    }
  }
  readTitles();
}

function readTitles() {
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
  readTitles();
}

function navigate() {
  const open = Boolean(openJourney());
  byId('list').hidden = open;
  byId('detail').hidden = !open;
  forgetDetail();
  // Back in the list, the keyboard goes on from the journey that was open.
  const place = () => open ? byId('detail-title') : document.querySelector(`tr[data-id="${CSS.escape(lastJourney)}"] a`) ?? byId('main');
  refresh().then(() => place().focus());
}

function changeFilter(name, value) {
  filters[name] = value;
  older = [];
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
  changeFilter(event.target.name, event.target.value.trim());
  clearTimeout(timer);
  timer = setTimeout(refresh, event.target.type === 'search' ? typing : 0);
});
byId('clear').addEventListener('click', () => {
  Object.keys(filters).forEach(name => changeFilter(name, ''));
  writeFilters();
  byId('filters').elements.key.focus();
  refresh();
});
byId('filters').addEventListener('submit', event => event.preventDefault());
byId('more').addEventListener('click', async event => {
  try {
    const answer = await hub.journeys(filters, event.currentTarget.dataset.cursor);
    older = Object.assign([...older, ...answer.items], { next: answer.next });
  } catch (refusal) {
    if (!(refusal instanceof hub.Refusal)) {
      throw refusal;
    }
  }
  // The next turn tells what is wrong, if it still is.
  refresh();
});
addEventListener('hashchange', navigate);
document.addEventListener('visibilitychange', () => document.hidden || paused || refresh());

write();
byId('list').hidden = Boolean(openJourney());
byId('detail').hidden = !openJourney();
refresh();
