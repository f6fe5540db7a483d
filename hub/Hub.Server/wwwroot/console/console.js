// The console: follows journeys live, tells what could not be delivered, and shows how schemas change. One loop asks the hub every two seconds and shows what it answers.
import { act, asked, askForMore, showLetters } from './dead-letters.js';
import { byId, element, setText } from './elements.js';
import { showHealth } from './health.js';
import * as hub from './hub.js';
import { forgetDetail, showDetail, showMissing } from './journey-detail.js';
import { showList } from './journey-list.js';
import { askSchema, askSchemas, compare, forgetSchema, showMissingSchema, showSchema, showSchemas } from './schemas.js';
import { dues, dueText, local, stateText, states, switchLanguage, t, time, writeTexts } from './texts.js';

const every = 2000;
const typing = 200;
// Asking again every two seconds would not change these answers.
const lasting = [401, 403, 404];
const filters = { key: '', procedure: '', state: '', due: '' };
let titles = new Map();
let offered = [];
let older = [];
let paused = false;
let permissions = null;
let lastAnswer = '';
let lastJourney = '';
let lastSchema = '';
let done = { say: () => '', bad: false };
let isActing = false;
let turn = 0;
let timer = 0;

const may = permission => permissions.includes(permission);
const openJourney = () => /^#\/journeys\/(.+)$/.exec(location.hash)?.[1];
const openSchema = () => /^#\/schemas\/(.+)$/.exec(location.hash)?.[1];

// Each page by the section that it fills: the right that it needs, what it asks the hub, how it shows the answer, and from where the
// keyboard goes on: back in the list, from the journey that was open.
const pages = {
  list: { right: 'journeys:read', ask: () => hub.journeys(filters), show: showJourneys, start: () => document.querySelector(`tr[data-id="${CSS.escape(lastJourney)}"] a`) ?? byId('main') },
  detail: { right: 'journeys:read', ask: () => hub.journey(decoded(openJourney())), show: showJourney, start: () => byId('detail-title') },
  letters: { right: 'dead-letters:read', ask: () => null, show: showDeadLetters, start: () => byId('letters-title') },
  schemas: { right: 'schemas:read', ask: askSchemas, show: quietly(showSchemas), start: () => document.querySelector(`#schema-rows a[data-key="${CSS.escape(lastSchema)}"]`) ?? byId('schemas-title') },
  schema: { right: 'schemas:read', ask: () => askSchema(decoded(openSchema())), show: showOneSchema, start: () => byId('schema-title') }
};
const pageName = () => location.hash === '#/dead-letters' ? 'letters' : location.hash === '#/schemas' ? 'schemas' : openSchema() ? 'schema' : openJourney() ? 'detail' : 'list';
const page = () => pages[pageName()];

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
  const now = page();
  if (!may(now.right)) {
    showRefusal(403);
    return false;
  }
  const answer = await now.ask();
  const letters = await showHealth(may, now === pages.letters ? asked : 1);
  if (mine !== turn) {
    return false;
  }
  enter();
  const { text, bad } = now.show(answer, letters);
  tell(paused ? t('paused') : text, !paused && bad);
  lastAnswer = time(new Date());
  return true;
}

// Each of these gives what to tell beside what it shows.
function showJourneys(answer) {
  const fresh = new Set(answer.items.map(journey => journey.id));
  const list = [...answer.items, ...older.filter(journey => !fresh.has(journey.id))];
  byId('more').dataset.cursor = (older.length ? older.next : answer.next) ?? '';
  byId('more').hidden = !byId('more').dataset.cursor;
  document.title = t('title');
  showList(list, titles, Object.values(filters).some(Boolean));
  return { text: t('count')(list.length), bad: false };
}

function showJourney(answer) {
  lastJourney = answer.id;
  showDetail(answer, titles);
  return { text: '', bad: false };
}

function showOneSchema(answer) {
  lastSchema = answer.id;
  showSchema(answer);
  return { text: '', bad: false };
}

function quietly(show) {
  return answer => {
    show(answer);
    return { text: '', bad: false };
  };
}

function showDeadLetters(_, letters) {
  showLetters(letters, may);
  document.title = `${byId('letters-title').textContent} – ${t('title')}`;
  return { text: done.say(), bad: done.bad };
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
  } else if (status === 404 && openSchema()) {
    enter();
    showMissingSchema();
    tell(t('schemaGone'));
  } else if (status === 403) {
    byId('sign-out').hidden = false;
    tell(t('forbidden')(page().right), true);
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
  form.elements.due.replaceChildren(element('option', { value: '' }, t('everyDue')),
    ...dues.map(due => element('option', { value: due }, dueText(due))));
  for (const [name, value] of Object.entries(filters)) {
    form.elements[name].value = value;
  }
}

function write() {
  writeTexts(document);
  readTitles();
}

function navigate() {
  done = { say: () => '', bad: false };
  showSection();
  forgetDetail();
  forgetSchema();
  refresh().then(() => page().start().focus());
}

function showSection() {
  for (const name of Object.keys(pages)) {
    byId(name).hidden = name !== pageName();
  }
  const part = pageName().startsWith('schema') ? 'schemas' : 'list';
  for (const link of byId('pages').children) {
    if (link.dataset.page === part) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
}

async function actOnLetters(event) {
  const button = event.target.closest('button[data-action]');
  if (!button || isActing) {
    return;
  }
  isActing = true;
  try {
    const say = await act(button.dataset);
    if (say !== null) {
      done = { say, bad: false };
    }
  } catch (refusal) {
    if (!(refusal instanceof hub.Refusal)) {
      throw refusal;
    }
    done = refusal.status === 404 ? { say: () => t('handled'), bad: false } : { say: () => t('notDone')(refusal.status), bad: true };
  } finally {
    isActing = false;
  }
  await refresh();
  // What was dealt with is gone, and its buttons with it: the keyboard goes on from the top of the list.
  if (document.activeElement === document.body) {
    byId('letters-title').focus();
  }
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
byId('compare').addEventListener('input', event => {
  compare(event.target.name, event.target.value);
  refresh();
});
byId('compare').addEventListener('submit', event => event.preventDefault());
byId('letters').addEventListener('click', actOnLetters);
byId('letters-more').addEventListener('click', () => {
  askForMore();
  refresh();
});
addEventListener('hashchange', navigate);
document.addEventListener('visibilitychange', () => document.hidden || paused || refresh());

write();
showSection();
refresh();
