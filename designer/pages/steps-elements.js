/** Makes an element: attributes, then children. Text only ever enters as text, so nothing that a workflow holds can become markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) {
      made.setAttribute(key, '');
    } else if (value !== undefined && value !== null && value !== false) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

export const byId = id => document.getElementById(id);

let last = 0;

/** An id that no other element of the page has. */
export const newId = () => `f${++last}`;

/** A control with its label above it and help below, both tied to it. */
export function labelled(label, control, help) {
  control.id ||= newId();
  const note = help ? element('span', { id: `${control.id}-help`, class: 'help' }, help) : null;
  if (note) {
    control.setAttribute('aria-describedby', note.id);
  }
  return element('div', { class: 'field' }, element('label', { for: control.id }, label), control, note);
}

/** A list of choices: [value, text] pairs. */
export function choice(options, value, attributes = {}) {
  const select = element('select', attributes, ...options.map(([key, text]) => element('option', { value: key }, text)));
  select.value = value;
  return select;
}

export function button(text, act, attributes = {}) {
  const made = element('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', act);
  return made;
}

/** Empties an alert, then fills it: a reader is told again even when the words are the same. */
export function tell(target, ...children) {
  target.replaceChildren();
  target.hidden = children.length === 0;
  requestAnimationFrame(() => target.replaceChildren(...children));
}
