import { byId, element } from './elements.js';
import { channelText, local, stateText, t, time } from './texts.js';

let shown = '';

/** Shows one journey: its keys, its hand-over code and its timeline. */
export function showDetail(journey, titles) {
  const title = titles.get(journey.procedure) ?? journey.procedure;
  const content = JSON.stringify([journey, title, document.documentElement.lang]);
  if (content === shown) {
    return;
  }
  shown = content;
  byId('detail-title').textContent = title;
  byId('detail-body').replaceChildren(facts(journey), element('h2', {}, t('timeline')), timeline(journey.events ?? []));
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
  add('handOver', journey.handOverCode, 'code');
  add('caseKey', keys.case);
  add('payment', keys.payment);
  add('identity', keys.identity);
  add('appointment', keys.appointment);
  add('documents', (keys.documents ?? []).join(', '));
  add('references', (keys.references ?? []).map(reference => `${reference.system} · ${reference.kind} · ${reference.value}`).join(', '));
  add('journey', journey.id);
  return list;
}

function timeline(events) {
  const list = element('ol', { class: 'timeline' });
  for (const event of events) {
    const who = event.system === 'hub' ? t('hub') : event.system;
    list.append(element('li', {},
      element('time', { datetime: event.at }, time(event.at)), ' · ',
      element('span', { class: 'who' }, who), ` · ${channelText(event.channel)}`,
      element('p', {}, local(event.summary))));
  }
  return list;
}
