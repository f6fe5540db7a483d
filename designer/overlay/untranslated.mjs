// Finds what is not in French on a page of the designer: texts that can be seen, or heard by who does not see, that are neither our
// dictionary's, nor the hub's own in French, nor the users'. In a page: (await import('/designer/overlay/untranslated.mjs')).untranslated().
import { hasName } from './labels.js';
import { Scope } from './scope.js';
import { Translator } from './translator.js';

const read = async name => (await fetch(new URL(name, import.meta.url))).json();
const attributes = ['placeholder', 'title', 'aria-label', 'alt'];

// Where the hub says things to the Studio in the user's language: every word of these answers is the hub's.
const descriptors = [
  'descriptors/activities', 'descriptors/expression-descriptors', 'descriptors/workflow-activation-strategies', 'descriptors/incident-strategies',
  'descriptors/log-persistence-strategies', 'descriptors/commit-strategies/workflows', 'descriptors/commit-strategies/activities',
  'descriptors/variables', 'descriptors/storage-drivers'
];

const letters = /\p{L}{2}/u;
// Numbers, dates, durations, identifiers, addresses, types, JSON: the same in every language.
const value = /^(?:[\p{N}\p{P}\p{S}\s]*|[0-9a-f-]{8,}|v?\d[\d.:\/ -]*|\S*\d\S*|https?:\S+|[\w-]+(?:\.[\w-]+)+(?:\[\])?|[[{][^]*[\]}])$/u;

/**
 * The texts that are not in French, each with where it stands. `own`: texts that the caller knows to be users', such as the name it gave a workflow.
 * An element that does something and has no name for who cannot see it counts too, as `unnamed`.
 */
export async function untranslated({ own = [] } = {}) {
  const [rules, french, allowed] = await Promise.all([read('rules.json'), read('fr.json'), read('allowed.json')]);
  const scope = new Scope(rules);
  const translator = new Translator(french);
  // What the hub says the same way in both languages is either the same word in both, which our list allows, or not translated.
  const [server, inEnglish] = await Promise.all([wordsOfTheHub('fr'), wordsOfTheHub('en')]);
  const fine = new Set([...own, ...allowed.map(entry => entry.text)]);
  const fineToo = allowed.filter(entry => entry.pattern).map(entry => new RegExp(`^(?:${entry.pattern})$`, 'u'));
  const found = [];
  const report = (kind, text, element) => found.push({ kind, text, where: path(element) });

  const look = (kind, raw, element, isContent) => {
    const text = raw.replace(/\s+/g, ' ').trim();
    if (!letters.test(text) || value.test(text) || fine.has(text) || fineToo.some(pattern => pattern.test(text))) {
      return;
    }
    const said = server.has(text) && !inEnglish.has(text);
    if (isContent) {
      // Of the users' parts nothing can be said, except where the Studio's own words or the hub's English were left there.
      if (!said && (translator.knows(text) || server.has(text)) && !translator.writes(raw)) {
        report(`${kind} among the users'`, text, element);
      }
    } else if (!said && !translator.writes(raw)) {
      report(server.has(text) ? `${kind} of the hub` : kind, text, element);
    }
  };

  const skipped = ['[data-text]', '[data-hub]', '[data-language]', ...rules.values].join(',');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
    acceptNode: node => node instanceof Element && (scope.isClosed(node) || !isShown(node)) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT
  });
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node instanceof Element ? node : node.parentElement;
    // Our own pages' words stand beside one another in both languages, which another test compares; values are whatever they are.
    if (element.closest(skipped)) {
      continue;
    }
    if (node instanceof Text) {
      look('text', node.data, element, scope.isContent(element));
      continue;
    }
    for (const name of attributes) {
      const said = element.getAttribute(name);
      if (said && !(name === 'aria-label' && element.dataset.labelText)) {
        look(name, said, element, scope.isContent(element));
      }
    }
    if (element.matches('button, [role=button], [role=tab], [role=menuitem], [role=dialog], a[href]') && !hasName(element) && !element.querySelector('img[alt]:not([alt=""])')) {
      report('unnamed', '', element);
    }
  }
  return found;
}

async function wordsOfTheHub(language) {
  const words = new Set();
  const collect = value => {
    if (typeof value === 'string') {
      words.add(value.replace(/\s+/g, ' ').trim());
    } else if (value && typeof value === 'object') {
      Object.values(value).forEach(collect);
    }
  };
  await Promise.all(descriptors.map(async address => {
    const answer = await fetch(`/elsa/api/${address}`, { headers: { 'accept-language': language } });
    if (answer.ok) {
      collect(await answer.json());
    }
  }));
  return words;
}

// Elements of no size may still hold visible ones, such as the layer of popovers.
const isShown = element => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) || getComputedStyle(element).display === 'contents';

function path(element) {
  const steps = [];
  for (let one = element; one && one !== document.body && steps.length < 6; one = one.parentElement) {
    const classes = [...one.classList].slice(0, 3).map(name => `.${name}`).join('');
    steps.unshift(`${one.localName}${one.id ? `#${one.id}` : ''}${classes}`);
  }
  return steps.join(' > ');
}
