// Gives names to what the Studio leaves without one: buttons that show only an icon, drag handles, the canvas, dialogs.

// Icons are told apart by a digest of their outline: the Studio gives them no name.
const outlines = new Map();

/** The digest of the icon in a button; null where there is none. */
export function iconOf(element) {
  const paths = [...element.querySelectorAll('svg path')].map(path => path.getAttribute('d')).join(' ');
  if (!paths) {
    return null;
  }
  let digest = outlines.get(paths);
  if (digest === undefined) {
    let hash = 0x811c9dc5;
    for (let index = 0; index < paths.length; index++) {
      hash = Math.imul(hash ^ paths.charCodeAt(index), 0x01000193) >>> 0;
    }
    digest = hash.toString(16).padStart(8, '0');
    outlines.set(paths, digest);
  }
  return digest;
}

/** Whether an element tells its name by itself. */
export function hasName(element) {
  return Boolean(element.getAttribute('aria-label')?.trim() || element.getAttribute('aria-labelledby') || element.title.trim() || element.textContent.trim());
}

export class Labels {
  #rules;
  #any;
  #always;
  #words;
  #given = new WeakSet();

  /** The rules of `rules.json`, and the words for them in the page's language. */
  constructor(rules, words) {
    this.#rules = rules;
    this.#any = [...new Set(rules.map(rule => rule.where))].join(',');
    this.#always = rules.filter(rule => rule.always).map(rule => rule.where).join(',');
    this.#words = words;
  }

  /** Names one element, if a rule is for it. */
  give(element) {
    if (!element.matches(this.#any) || (!this.#given.has(element) && !this.#lacks(element))) {
      return;
    }
    const icon = iconOf(element);
    const rule = this.#rules.find(rule => element.matches(rule.where) && (!rule.icon || rule.icon.includes(icon)));
    if (rule) {
      this.#given.add(element);
      set(element, 'aria-label', this.#words[rule.label]);
      if (rule.role) {
        set(element, 'role', rule.role);
      }
      for (const [name, value] of Object.entries(rule.attributes ?? {})) {
        set(element, name, value);
      }
    }
  }

  // What stands for more than one thing is named even though there is text in it.
  #lacks(element) {
    return element.matches(this.#always) ? !element.hasAttribute('aria-label') : !hasName(element);
  }
}

function set(element, name, value) {
  if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}
