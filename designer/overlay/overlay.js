// Says the Studio's own words in the language of the page and gives names to its nameless buttons, as they appear.
// The Studio writes English whatever the language is and draws into the page itself, so that a watcher of the page can do both.
import { Labels } from './labels.js';
import { Scope } from './scope.js';
import { Translator } from './translator.js';

const attributes = ['placeholder', 'title', 'aria-label', 'alt', 'value', 'data-label'];
const language = document.documentElement.lang === 'en' ? 'en' : 'fr';
const read = async name => (await fetch(new URL(name, import.meta.url))).json();

const [rules, dictionary] = await Promise.all([read('rules.json'), read(`${language}.json`)]);
const scope = new Scope(rules);
const labels = new Labels(rules.labels, dictionary.labels);
const translator = language === 'fr' ? new Translator(dictionary) : null;

let waiting = new Set();
let asked = false;
const observer = new MutationObserver(records => {
  for (const record of records) {
    if (record.type === 'childList') {
      record.addedNodes.forEach(node => waiting.add(node));
    } else {
      waiting.add(record.target);
    }
  }
  ask();
});

// Once before each frame is drawn, so that nobody sees the English; a hidden page draws no frames.
function ask() {
  if (!asked && waiting.size > 0) {
    asked = true;
    if (document.hidden) {
      setTimeout(work, 100);
    } else {
      requestAnimationFrame(work);
    }
  }
}

function work() {
  asked = false;
  const nodes = waiting;
  waiting = new Set();
  for (const node of nodes) {
    if (node.isConnected) {
      visit(node);
    }
  }
  // What was reported since is our own doing.
  observer.takeRecords();
}

function visit(node) {
  const element = node instanceof Element ? node : node.parentElement;
  if (!element || scope.isInClosed(element)) {
    return;
  }
  if (node !== element) {
    say(node);
    return;
  }
  // An icon that changes changes what its button is for.
  if (element instanceof SVGElement) {
    const button = element.closest('button, [role=button]');
    if (button) {
      labels.give(button);
    }
  }
  describe(element);
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
    acceptNode: found => found instanceof Element && scope.isClosed(found) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT
  });
  while (walker.nextNode()) {
    const found = walker.currentNode;
    if (found instanceof Text) {
      say(found);
    } else {
      describe(found);
    }
  }
}

function say(text) {
  const element = text.parentElement;
  const said = element && translated(text.data, element);
  if (said === null) {
    return;
  }
  // Kept for rules that depend on what a heading is about.
  element.dataset.en = text.data.trim();
  if (said !== text.data) {
    text.data = said;
  }
}

function describe(element) {
  for (const name of translator && element.hasAttributes() ? attributes : []) {
    const value = element.getAttribute(name);
    if (!value || (name === 'value' && !element.matches('input[type=button], input[type=submit]'))) {
      continue;
    }
    // A cell's content is the users', but the name of its column is not; its English stays for rules that depend on the column.
    const column = name === 'data-label';
    const said = column ? translator.translate(value, () => false, () => false) : translated(value, element);
    if (said !== null && said !== value) {
      if (column) {
        element.dataset.column = value;
      }
      element.setAttribute(name, said);
    }
  }
  if (element instanceof HTMLInputElement && translator) {
    suggest(element);
  }
  labels.give(element);
}

// The name that the Studio proposes for a copy. It hears of the change as if somebody had typed it.
function suggest(field) {
  const value = field.closest('.mud-dialog') ? translator.suggest(field.value) : null;
  if (value !== null) {
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

function translated(text, element) {
  return translator ? translator.translate(text, where => element.closest(where) !== null, () => scope.isContent(element)) : null;
}

observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes });
waiting.add(document.body);
work();
