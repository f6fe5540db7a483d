import { byId, element } from './elements.js';
import * as hub from './hub.js';
import { local, t, time } from './texts.js';

let titles = new Map();

/** What people call a system; its own name until a connector or our words give a better one. */
export const systemTitle = name => t('systems')[name] ?? (local(titles.get(name)) || name);

/** Shows the dead letters and the connectors, or what of them this key may see. */
export async function showHealth(may) {
  const [deadLetters, connectors] = await Promise.all([
    may('dead-letters:read') ? hub.deadLetters() : null,
    may('connectors:read') ? hub.connectors() : []]);
  titles = new Map(connectors.map(connector => [connector.name, connector.title]));
  const gauges = connectors.map(connector => {
    const { text, bad } = stateOf(connector);
    return element('li', { class: bad ? 'bad' : undefined }, `${systemTitle(connector.name)}${t('colon')}${text}`);
  });
  if (deadLetters !== null) {
    const count = deadLetters.groups.reduce((sum, group) => sum + group.count, 0);
    gauges.unshift(element('li', { class: count > 0 ? 'bad' : undefined }, t('deadLetters')(count)));
  }
  replaceIfNew(byId('gauges'), gauges);
  showDeadLetters(deadLetters?.groups ?? [], deadLetters?.items ?? []);
}

function showDeadLetters(groups, letters) {
  byId('dead-letters').hidden = groups.length === 0;
  replaceIfNew(byId('dead-letter-groups'), groups.map(group => element('li', {},
    element('strong', {}, `${systemTitle(group.system)} · ${group.operation} · ${group.code}`),
    element('p', {}, t('since')(group.count, time(group.first), time(group.last))),
    element('ul', {}, ...letters.filter(letter => isOf(group, letter)).slice(0, 5).map(letterLine)))));
}

const isOf = (group, letter) => letter.system === group.system && letter.operation === group.operation && letter.code === group.code;

function letterLine(letter) {
  const line = element('li', {}, local(letter.reason));
  if (letter.journeyId) {
    line.append(' ', element('a', { href: `#/journeys/${encodeURIComponent(letter.journeyId)}` }, t('seeJourney')(letter.journeyId.slice(-12))));
  }
  return line;
}

// An unchanged list keeps its elements, so that focus and selection stay where they are.
function replaceIfNew(list, children) {
  const next = element('ul', {}, ...children);
  if (list.innerHTML !== next.innerHTML) {
    list.replaceChildren(...children);
  }
}

function stateOf({ state, waiting }) {
  const text = t('connectorStates')[state] ?? state;
  return { text: waiting > 0 ? `${text}, ${t('backlog')(waiting)}` : text, bad: state !== 'attached' };
}
