import { byId, element, replaceIfNew } from './elements.js';
import * as hub from './hub.js';
import { local, t } from './texts.js';

let titles = new Map();

/** What people call a system; its own name until a connector or our words give a better one. */
export const systemTitle = name => t('systems')[name] ?? (local(titles.get(name)) || name);

/** Shows how many dead letters there are and how the connectors are, or what of it this key may see. Gives the dead letters. */
export async function showHealth(may, mostLetters) {
  const [deadLetters, connectors] = await Promise.all([
    may('dead-letters:read') ? hub.deadLetters(mostLetters) : null,
    may('connectors:read') ? hub.connectors() : []]);
  titles = new Map(connectors.map(connector => [connector.name, connector.title]));
  const gauges = connectors.map(connector => {
    const { text, bad } = stateOf(connector);
    return element('li', { class: bad ? 'bad' : undefined }, `${systemTitle(connector.name)}${t('colon')}${text}`);
  });
  if (deadLetters !== null) {
    const count = deadLetters.groups.reduce((sum, group) => sum + group.count, 0);
    const link = element('a', { href: '#/dead-letters', 'data-key': 'dead-letters' }, t('deadLetters')(count));
    gauges.unshift(element('li', { class: count > 0 ? 'bad' : undefined }, link));
  }
  replaceIfNew(byId('gauges'), gauges);
  return deadLetters;
}

function stateOf({ state, waiting }) {
  const text = t('connectorStates')[state] ?? state;
  return { text: waiting > 0 ? `${text}, ${t('backlog')(waiting)}` : text, bad: state !== 'attached' };
}
