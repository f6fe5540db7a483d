// What every page of the designer shares: its head, its language, its words, the collectivity's name, and the way to change the language.
// The choice is kept for the next visit and is the console's too; before it, the browser's own language decides.
(() => {
  const words = {
    fr: {
      skip: 'Aller au contenu', pages: 'Pages', product: 'Éditeur de workflows', definitions: 'Workflows', instances: 'Exécutions', steps: 'Étapes', versions: 'Versions', console: 'Console',
      accessibility: 'Accessibilité : non conforme', signOut: 'Se déconnecter', other: 'English', editor: 'Éditeur', viewer: 'Exécution', statement: 'Déclaration d’accessibilité',
      loading: 'Chargement de l’éditeur…', loadingFirst: 'La première ouverture télécharge une dizaine de mégaoctets ; les suivantes sont plus rapides.', starting: 'Démarrage de l’éditeur…',
      broken: 'Une erreur est survenue dans l’éditeur. Ce qui est enregistré n’est pas perdu.', reload: 'Recharger la page', close: 'Fermer ce message',
      stopped: 'Cette exécution s’est arrêtée sur un incident.', retry: 'Réessayer les étapes en échec', retrying: 'Nouvel essai en cours…', notRetried: 'Le hub a refusé le nouvel essai.',
      findings: 'Points à revoir', findingsNone: 'Rien à revoir', findingsNoneHelp: 'Les contrôles n’ont rien trouvé dans ce qui est enregistré.', findingError: 'Erreur.', findingWarning: 'Attention.'
    },
    en: {
      skip: 'Skip to content', pages: 'Pages', product: 'Workflow editor', definitions: 'Workflows', instances: 'Runs', steps: 'Steps', versions: 'Versions', console: 'Console',
      accessibility: 'Accessibility: not compliant', signOut: 'Sign out', other: 'Français', editor: 'Editor', viewer: 'Run', statement: 'Accessibility statement',
      loading: 'Loading the editor…', loadingFirst: 'The first time, about ten megabytes are downloaded; after that it is faster.', starting: 'Starting the editor…',
      broken: 'An error occurred in the editor. What is saved is not lost.', reload: 'Reload the page', close: 'Close this message',
      stopped: 'This run has stopped at an incident.', retry: 'Try the failed steps again', retrying: 'Trying again…', notRetried: 'The hub refused to try again.',
      findings: 'To look at', findingsNone: 'Nothing to look at', findingsNoneHelp: 'The checks found nothing in what is saved.', findingError: 'Error.', findingWarning: 'Warning.'
    }
  };
  const keys = ['hub-language', 'hub-console-language'];
  const kept = keys.map(key => localStorage.getItem(key)).find(value => value === 'fr' || value === 'en');
  const language = kept ?? (navigator.language.toLowerCase().startsWith('en') ? 'en' : 'fr');
  document.documentElement.lang = language;
  // The Studio reads its culture here before it starts: dates, numbers and the words of its tables follow it.
  localStorage.setItem('BlazorCulture', language === 'en' ? 'en-GB' : 'fr-FR');

  // Before the page's own part; the links to a workflow's other views are shown by the page that knows the workflow.
  const head = `
    <a class="skip" data-text="skip"></a>
    <header class="top">
      <p class="brand"><img src="/console/icon.svg" alt="" width="28" height="28"> <span data-text="product" data-hub="name"></span></p>
      <nav data-label-text="pages" class="tools">
        <a href="/designer/workflows/definitions" data-view="definitions" data-text="definitions"></a>
        <a href="/designer/workflows/instances" data-view="instances" data-text="instances"></a>
        <a data-twin="steps" data-text="steps" hidden></a>
        <a data-twin="versions" data-text="versions" hidden></a>
        <a href="/console/" data-text="console"></a>
        <a href="/designer/pages/accessibility.html" data-view="statement" data-text="accessibility"></a>
      </nav>
      <div class="tools end">
        <button type="button" id="language" data-text="other"></button>
        <form method="post" action="/sign-out"><button type="submit" data-text="signOut"></button></form>
      </div>
    </header>`;

  const t = word => words[language][word] ?? word;
  let name = null;
  let heading = 'product';

  function writeHead() {
    document.querySelector('main').insertAdjacentHTML('beforebegin', head);
    const skip = document.querySelector('.skip');
    skip.href = `#${document.querySelector('main').id}`;
    // The page's base address would lead this link to another page.
    skip.addEventListener('click', event => {
      event.preventDefault();
      document.querySelector('main').focus();
    });
    const other = document.getElementById('language');
    other.lang = language === 'fr' ? 'en' : 'fr';
    other.addEventListener('click', () => {
      keys.forEach(key => localStorage.setItem(key, other.lang));
      // The Studio takes its language when it starts, and the hub's own words come with it.
      location.reload();
    });
  }

  // Marks where the visitor is among the head's links, and names the page.
  function show(view) {
    document.querySelector(`[data-view="${view}"]`)?.setAttribute('aria-current', 'page');
    title(view);
  }

  function title(word) {
    heading = word;
    document.title = [t(word), name ?? t('product')].filter((part, index, parts) => parts.indexOf(part) === index).join(' – ');
    document.querySelectorAll('[data-hub="heading"]').forEach(element => { element.textContent = t(word); });
  }

  function writeWords() {
    for (const element of document.querySelectorAll('[data-text]')) {
      element.textContent = t(element.dataset.text);
    }
    for (const element of document.querySelectorAll('[data-label-text]')) {
      element.setAttribute('aria-label', t(element.dataset.labelText));
    }
    // A page that is written in both languages shows one of them.
    for (const element of document.querySelectorAll('[data-language]')) {
      element.hidden = element.dataset.language !== language;
    }
  }

  // Who runs this hub. A page without it shows the product's name and is as good otherwise.
  async function writeName() {
    const answer = await fetch('/designer/theme.json');
    const theme = answer.ok ? await answer.json() : {};
    name = theme.name;
    if (name) {
      document.querySelectorAll('[data-hub="name"]').forEach(element => { element.textContent = name; });
      title(heading);
    }
    document.querySelectorAll('[data-hub="contact"]').forEach(element => {
      if (theme.contact) {
        const link = document.createElement('a');
        link.href = theme.contact.includes('@') ? `mailto:${theme.contact}` : theme.contact;
        link.textContent = theme.contact;
        element.replaceChildren(link);
      }
    });
  }

  window.hubPage = { language, t, title, show };
  writeHead();
  writeWords();
  show(document.body.dataset.title ?? 'product');
  writeName().catch(() => {});
})();
