import { byId, element } from './elements.js';
import * as hub from './hub.js';
import { local, t } from './texts.js';

/** Shows the dead letters and the connectors, or what of them this key may see. */
export async function showHealth() {
  const [deadLetters, connectors] = await Promise.all([orNothing(hub.deadLetters()), orNothing(hub.connectors())]);
  const gauges = [];
  if (deadLetters !== null) {
    gauges.push(element('li', { class: deadLetters > 0 ? 'bad' : undefined }, t('deadLetters')(deadLetters)));
  }
  for (const connector of connectors ?? []) {
    const { text, bad } = stateOf(connector);
    gauges.push(element('li', { class: bad ? 'bad' : undefined }, `${local(connector.title) || connector.name} : ${text}`));
  }
  const list = byId('gauges');
  const next = element('ul', {}, ...gauges);
  if (list.innerHTML !== next.innerHTML) {
    list.replaceChildren(...gauges);
  }
}

// One figure that this key may not see must not hide the others; a hub that is away is told by the list itself.
const orNothing = promise => promise.catch(refusal => {
  if (refusal instanceof hub.Refusal) {
    return null;
  }
  throw refusal;
});

function stateOf({ state, waiting }) {
  const text = t('connectorStates')[state] ?? state;
  return { text: waiting > 0 ? `${text}, ${t('backlog')(waiting)}` : text, bad: state !== 'attached' };
}
