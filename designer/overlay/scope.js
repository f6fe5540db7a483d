// Which parts of the page are the Studio's own, and which are the users': a workflow that somebody named "Save" keeps its name.

/** The rules of `rules.json`, ready to ask. */
export class Scope {
  #never;
  #content;
  #studio;
  #either;

  constructor(rules) {
    this.#never = rules.never.join(',');
    this.#content = rules.content.join(',');
    this.#studio = rules.studio.join(',');
    this.#either = `${this.#content},${this.#studio}`;
  }

  /** Whether an element is a part of the page that nobody of us looks into, such as the code editor. */
  isClosed(element) {
    return element.matches(this.#never);
  }

  isInClosed(element) {
    return element.closest(this.#never) !== null;
  }

  /** Whether what stands in this element is the users' or the server's. The nearest rule counts: a menu in a table's cell is the Studio's. */
  isContent(element) {
    const nearest = element.closest(this.#either);
    return nearest !== null && nearest.matches(this.#content) && !nearest.matches(this.#studio);
  }
}
