// One page, one view of the Studio: the address says which. The session cookie goes with every call, so that no key stands in the page.
(() => {
  const views = [
    { pattern: /^\/designer\/workflows\/definitions\/([^/]+)\/edit$/, element: 'elsa-workflow-definition-editor', id: 'definition-id', name: 'editor' },
    { pattern: /^\/designer\/workflows\/instances\/([^/]+)\/view$/, element: 'elsa-workflow-instance-viewer', id: 'instance-id', name: 'viewer' },
    { pattern: /^\/designer\/workflows\/instances\/?$/, element: 'elsa-workflow-instance-list', name: 'instances' },
    { pattern: /^\/designer\/(workflows\/definitions\/?)?$/, element: 'elsa-workflow-definition-list', name: 'definitions' }
  ];
  const viewOf = path => views.find(view => view.pattern.test(path));
  const definition = id => `/designer/workflows/definitions/${encodeURIComponent(id)}/edit`;
  const instance = id => `/designer/workflows/instances/${encodeURIComponent(id)}/view`;
  const open = address => location.assign(address);
  const view = viewOf(location.pathname);

  const { language, t, show } = window.hubPage;

  // The hub answers in the language of the page, whatever the browser's is; a session that has ended leads to the sign-in.
  const plainFetch = window.fetch;
  window.fetch = async (what, how) => {
    const address = new URL(what instanceof Request ? what.url : what, document.baseURI);
    if (address.origin !== location.origin || !address.pathname.startsWith('/elsa/')) {
      return plainFetch(what, how);
    }
    const request = new Request(what, how);
    if (!request.headers.has('accept-language')) {
      request.headers.set('accept-language', language);
    }
    const answer = await plainFetch(request);
    if (answer.status === 401) {
      signIn();
    } else if (answer.ok && request.method === 'POST' && address.pathname.startsWith('/elsa/api/workflow-definitions')) {
      window.dispatchEvent(new Event('hub-saved'));
    }
    return answer;
  };

  // The Studio changes the address and expects a router to follow: here each view is a page of its own.
  for (const name of ['pushState', 'replaceState']) {
    const change = history[name];
    history[name] = function (state, title, address) {
      const to = new URL(address ?? location.href, document.baseURI);
      if (viewOf(to.pathname) && to.pathname !== location.pathname) {
        open(to.pathname + to.search);
      } else {
        change.call(history, state, title, address);
      }
    };
  }

  function signIn() {
    open(`/sign-in?return=${encodeURIComponent(location.pathname)}`);
  }

  async function start() {
    const answer = await plainFetch('/sign-in', { headers: { accept: 'application/json' }, cache: 'no-store' });
    if (!(await answer.json()).signedIn) {
      signIn();
      return;
    }
    const icons = document.createElement('link');
    icons.rel = 'stylesheet';
    icons.href = '/designer/icons.css';
    document.head.append(icons);
    // The provider first: the other elements take the hub's address from it when they start.
    const provider = document.createElement('elsa-backend-provider');
    provider.setAttribute('remote-endpoint', `${location.origin}/elsa/api`);
    provider.setAttribute('tenant-id-header-name', 'Hub-Tenant');
    const element = document.createElement(view.element);
    for (const attribute of ['remote-endpoint', 'tenant-id-header-name']) {
      element.setAttribute(attribute, provider.getAttribute(attribute));
    }
    if (view.id) {
      element.setAttribute(view.id, decodeURIComponent(view.pattern.exec(location.pathname)[1]));
    }
    document.getElementById('studio').append(provider, element);
    await customElements.whenDefined(view.element);
    // Callbacks that are set before the element is defined are lost.
    element.editWorkflowDefinition = id => open(definition(id));
    element.viewWorkflowInstance = id => open(instance(id));
    const watch = new MutationObserver(() => {
      if (element.childElementCount > 0) {
        watch.disconnect();
        document.getElementById('loading').remove();
      }
    });
    watch.observe(element, { childList: true });
  }

  // The Studio's loader writes how far it is into the page's style.
  function showProgress() {
    const bar = document.querySelector('#loading progress');
    const text = document.getElementById('loading-text');
    const watch = new MutationObserver(() => {
      bar.value = parseFloat(document.documentElement.style.getPropertyValue('--blazor-load-percentage')) || 0;
      if (bar.value >= 100) {
        watch.disconnect();
        bar.removeAttribute('value');
        text.textContent = t('starting');
      }
    });
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  }

  // The drawing's twins for the keyboard and the screen reader.
  if (view.name === 'editor') {
    for (const link of document.querySelectorAll('[data-twin]')) {
      link.href = location.pathname.replace(/edit$/, link.dataset.twin);
      link.hidden = false;
    }
  }

  show(view.name);
  showProgress();
  start();
})();
