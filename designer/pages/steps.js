import { byId, element, tell } from './steps-elements.js';
import { editing, reading } from './steps-edit.js';
import * as hub from './steps-hub.js';
import { anchor, showOutline, stepsOf } from './steps-list.js';
import { local, t, title, typed, writeTexts } from './steps-texts.js';

// The page of one workflow's steps. Each change is saved at once into the draft, as the drawing does, and can be taken back.

const mostUndo = 50;
const id = decodeURIComponent(/\/definitions\/([^/]+)\//.exec(location.pathname)[1]);
const earlier = [];
const page = { kinds: new Map(), workflows: [], model: null, tag: null, outline: null, change, show, before };
let isBusy = false;

const may = relation => (page.model.links ?? []).some(link => link.rel === relation);

async function start() {
  writeTexts();
  title(t('steps'));
  byId('to-drawing').href = `/designer/workflows/definitions/${encodeURIComponent(id)}/edit`;
  byId('to-versions').href = `/designer/workflows/definitions/${encodeURIComponent(id)}/versions`;
  byId('undo').addEventListener('click', undo);
  byId('publish').addEventListener('click', publish);
  byId('print').addEventListener('click', () => print());
  byId('confirm-no').textContent = t('cancel');
  try {
    if (!await hub.signedIn()) {
      hub.signIn();
      return;
    }
    await read();
    page.kinds = may('import') ? await hub.kinds() : new Map();
    const wanted = new URLSearchParams(location.search).get('step');
    const step = [...stepsOf(page.outline.outline)].find(({ step }) => step.activityId === wanted)?.step;
    show(step?.nodeId, true);
    byId('status').textContent = '';
  } catch (refusal) {
    fail(refusal);
  }
}

async function read() {
  const [{ model, tag }, outline, findings] = await Promise.all([hub.load(id), hub.outline(id), hub.checks(id)]);
  Object.assign(page, { model, tag, outline });
  page.findings = findings.map(finding => ({ activityId: finding.activityId, text: [local(finding.message), local(finding.help)].filter(Boolean).join(' ') }));
}

/** Shows the workflow as it stands; focus goes to a step where one is named, which is opened if asked to. */
function show(nodeId = null, isOpened = false) {
  const { outline, model } = page;
  title(`${typed(outline.name)} – ${t('steps')}`);
  byId('title').textContent = typed(outline.name);
  byId('about').textContent = typed(model.description ?? '');
  byId('about').hidden = !model.description;
  byId('sentence').textContent = typed(outline.sentence);
  byId('version').textContent = (outline.isPublished ? t('published') : t('draft'))(outline.version);
  byId('rights').textContent = typed(may('import') ? (may('publish') ? '' : t('noPublish')) : t('readOnly'));
  byId('rights').hidden = byId('rights').textContent === '';
  byId('undo').hidden = earlier.length === 0;
  byId('publish').hidden = outline.isPublished || !may('publish');
  byId('outline').replaceChildren(showOutline(outline, page.findings, may('import') ? editing(page) : reading));
  const loose = page.findings.filter(finding => !finding.activityId);
  byId('findings').hidden = loose.length === 0;
  byId('findings').replaceChildren(...loose.map(finding => element('li', {}, finding.text)));
  byId('work').hidden = false;
  if (nodeId !== null) {
    const panel = document.querySelector(`[data-edit="${CSS.escape(nodeId)}"]`);
    const heading = document.querySelector(`[data-node="${CSS.escape(nodeId)}"]`) ?? panel?.querySelector('summary');
    if (panel && isOpened) {
      panel.open = true;
    }
    (heading ?? byId('title')).focus();
    heading?.scrollIntoView({ block: 'nearest' });
  }
}

/** The step told before another: where focus goes when that one is gone. */
function before(nodeId) {
  const all = [...stepsOf(page.outline.outline)].map(({ step }) => step.nodeId);
  return all[all.indexOf(nodeId) - 1] ?? null;
}

/**
 * Saves what `act` does to the model, then shows the workflow anew.
 * @param act changes the copy that it is given. @param say the words for the reader, by the version's number.
 * @param focus the node id that focus goes to, or a function that gives it once act has run.
 */
async function change(act, say, focus, isOpened = false) {
  if (isBusy) {
    return;
  }
  const model = structuredClone(page.model);
  act(model);
  const kept = page.model;
  if (await save(model, false, t('refused'))) {
    earlier.push(kept);
    earlier.splice(0, earlier.length - mostUndo);
    show(typeof focus === 'function' ? focus() : focus, isOpened);
    byId('status').textContent = say(page.outline.version);
  }
}

async function undo() {
  const model = earlier.at(-1);
  if (!isBusy && await save(model, false, t('refused'))) {
    earlier.pop();
    show();
    byId('status').textContent = t('undone');
    (earlier.length > 0 ? byId('undo') : byId('title')).focus();
  }
}

async function publish() {
  if (!isBusy && await save(page.model, true, t('notPublished'))) {
    show();
    byId('status').textContent = typed(t('publishedNow')(page.outline.version));
    byId('title').focus();
  }
}

async function save(model, isPublished, refusalTitle) {
  isBusy = true;
  tell(byId('refusal'));
  try {
    await hub.save(model, page.tag, isPublished);
    await read();
    return true;
  } catch (refusal) {
    if (!(refusal instanceof hub.Refusal)) {
      throw refusal;
    }
    if (refusal.status === 401) {
      hub.signIn();
      return false;
    }
    tell(byId('refusal'), element('p', {}, element('strong', {}, typed(refusalTitle))), element('ul', {}, ...refusal.lines.map(line => element('li', {}, typed(line)))),
      ...refusal.status === 412 ? [element('p', {}, element('a', { href: '' }, t('reload')))] : []);
    return false;
  } finally {
    isBusy = false;
  }
}

function fail(refusal) {
  if (!(refusal instanceof hub.Refusal)) {
    throw refusal;
  }
  byId('status').textContent = '';
  tell(byId('refusal'), element('p', {}, typed(refusal.status === 404 ? t('gone') : refusal.lines[0])), element('p', {}, element('a', { href: '/designer/workflows/definitions' }, t('definitions'))));
}

// A link to a step moves focus too, so that reading and the keyboard go on from there.
addEventListener('hashchange', () => {
  if (location.hash.startsWith(`#${anchor('')}`)) {
    byId(decodeURIComponent(location.hash.slice(1)))?.focus();
  }
});

start();
