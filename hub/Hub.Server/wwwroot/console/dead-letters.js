import { byId, element, replaceIfNew, setText } from './elements.js';
import { systemTitle } from './health.js';
import * as hub from './hub.js';
import { local, t, time } from './texts.js';

const mostAtOnce = 200;

/** How many letters the page asks for; more only when somebody wants to see them. */
export let asked = 50;

export function askForMore() {
  asked = Math.min(asked + 50, mostAtOnce);
}

/** Shows the dead letters, those that failed alike together, with what this key may do about them. */
export function showLetters({ groups, items, next }, may) {
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  setText(byId('letters-title'), t('deadLetters')(count));
  setText(byId('letters-help'), count === 0 ? t('noLetters') : may('dead-letters:replay') ? t('replayHelp') : t('replayAsk'));
  byId('replay-all').hidden = groups.length < 2 || !may('dead-letters:replay');
  replaceIfNew(byId('letters-body'), groups.map(group => card(group, items.filter(letter => isOf(group, letter)), may)));
  byId('letters-more').hidden = next === null || asked >= mostAtOnce;
  byId('letters-rest').hidden = next === null || asked < mostAtOnce;
}

/** What a button does: asks the hub, and gives what to tell. Null when the visitor thought better of it. */
export async function act({ action, id, system, operation, code }) {
  if (action === 'discard') {
    if (!await isSure()) {
      return null;
    }
    await hub.discard(id);
    return t('discarded');
  }
  const { replayed } = await hub.replay(action === 'replay-all' ? { all: true } : id ? { id } : { system, operation, code });
  return t('replayed')(replayed);
}

const isOf = (group, letter) => letter.system === group.system && letter.operation === group.operation && letter.code === group.code;

function card(group, letters, may) {
  const made = element('section', { class: 'card' },
    element('h2', {}, `${systemTitle(group.system)} · ${group.operation} · ${group.code}`),
    element('p', { class: 'soft' }, t('since')(group.count, time(group.first), time(group.last))));
  if (group.count > 1 && may('dead-letters:replay')) {
    const { system, operation, code } = group;
    made.append(button('replay', `replay-${system}/${operation}/${code}`, { system, operation, code }, t('replayGroup')(group.count)));
  }
  made.append(element('ul', { class: 'letters' }, ...letters.map(letter => line(letter, may))));
  return made;
}

function line({ id, reason, at, attempts, journeyId }, may) {
  const text = element('p', { id: `reason-${id}` }, local(reason));
  const facts = element('p', { class: 'soft' }, element('time', { datetime: at }, time(at)), ` · ${t('attempts')(attempts)}`);
  if (journeyId) {
    facts.append(' · ', element('a', { 'data-key': `journey-${id}`, href: `#/journeys/${encodeURIComponent(journeyId)}` }, t('seeJourney')(journeyId.slice(-12))));
  }
  const made = element('li', {}, text, facts);
  if (may('dead-letters:replay')) {
    made.append(button('replay', `replay-${id}`, { id }, t('replay')), ' ');
  }
  if (may('dead-letters:discard')) {
    made.append(button('discard', `discard-${id}`, { id }, t('discard')));
  }
  return made;
}

// The reason says which of many equal buttons this one is.
function button(action, key, target, text) {
  const attributes = { type: 'button', 'data-action': action, 'data-key': key, 'aria-describedby': target.id && `reason-${target.id}` };
  for (const [name, value] of Object.entries(target)) {
    attributes[`data-${name}`] = value;
  }
  return element('button', attributes, text);
}

function isSure() {
  const dialog = byId('discard');
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'discard'), { once: true }));
}
