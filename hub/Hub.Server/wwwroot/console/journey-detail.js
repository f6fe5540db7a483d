import { byId, element } from './elements.js';
import { systemTitle } from './health.js';
import { channelText, lastDay, local, stateText, t, time } from './texts.js';

let shown = '';

/** Shows one journey: its keys, its hand-over code and its timeline. */
export function showDetail(journey, titles) {
  const title = titles.get(journey.procedure) ?? journey.procedure;
  const content = JSON.stringify([journey, title, document.documentElement.lang, (journey.events ?? []).map(event => systemTitle(event.system))]);
  if (content === shown) {
    return;
  }
  shown = content;
  byId('detail-title').textContent = title;
  document.title = `${title} – ${t('title')}`;
  byId('detail-body').replaceChildren(facts(journey), element('h2', {}, t('timeline')), timeline(journey.events ?? []));
}

/** Shows that there is no such journey, and what to do. */
export function showMissing() {
  shown = '';
  byId('detail-title').textContent = t('missing');
  byId('detail-body').replaceChildren(element('p', {}, t('gone')));
}

export function forgetDetail() {
  shown = '';
  byId('detail-title').textContent = '';
  byId('detail-body').replaceChildren();
}

function facts(journey) {
  const keys = journey.keys ?? {};
  const list = element('dl', { class: 'facts card' });
  const add = (name, value, style) => {
    if (value) {
      list.append(element('dt', {}, t(name)), element('dd', { class: style }, value));
    }
  };
  add('state', element('span', { class: `state state-${journey.state}` }, stateText(journey.state)), 'plain');
  add('dueOn', lastDay(journey), journey.isLate ? 'plain late' : 'plain');
  add('handOver', journey.handOverCode, 'code');
  add('caseKey', keys.case);
  add('payment', keys.payment);
  add('identity', keys.identity);
  add('appointment', keys.appointment);
  add('documents', (keys.documents ?? []).join(', '));
  const references = (keys.references ?? []).map(reference => element('li', {}, `${systemTitle(reference.system)} · ${reference.kind}${t('colon')}${reference.value}`));
  add('references', references.length > 0 && element('ul', {}, ...references));
  add('journey', journey.id);
  return list;
}

function timeline(events) {
  const list = element('ol', { class: 'timeline' });
  for (const event of events) {
    list.append(element('li', {},
      element('time', { datetime: event.at }, time(event.at)), ' · ',
      element('span', { class: 'who' }, systemTitle(event.system)), ` · ${channelText(event.channel)}`,
      element('p', {}, local(event.summary))));
  }
  return list;
}
