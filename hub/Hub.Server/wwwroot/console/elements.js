/** Makes an element: attributes, then children. Text only ever enters as text, so nothing from the hub can become markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}

/** Changes text only where it differs: a screen reader is not told again what did not change. */
export function setText(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

export const byId = id => document.getElementById(id);

/** Puts children in the place of others unless they are the same. Focus stays where it was: on the element of the same data-key. */
export function replaceIfNew(parent, children) {
  const next = element(parent.localName, {}, ...children);
  if (parent.innerHTML === next.innerHTML) {
    return;
  }
  const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  parent.replaceChildren(...next.childNodes);
  if (key) {
    parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  }
}
