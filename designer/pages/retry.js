// Beside the viewer of an instance that stopped at an incident: the button that has the failed steps tried again.
// The Studio's viewer shows incidents and offers nothing to do about them.
(() => {
  const found = /^\/designer\/workflows\/instances\/([^/]+)\/view$/.exec(location.pathname);
  if (!found) {
    return;
  }

  const id = decodeURIComponent(found[1]);
  const words = {
    fr: { stopped: 'Arrêtée par un incident.', retry: 'Réessayer les étapes en échec', asked: 'Nouvel essai en cours…', refused: 'Le hub a refusé le nouvel essai :' },
    en: { stopped: 'Stopped by an incident.', retry: 'Try the failed steps again', asked: 'Trying again…', refused: 'The hub refused to try again:' }
  }[document.documentElement.lang === 'en' ? 'en' : 'fr'];
  const instance = `/elsa/api/workflow-instances/${encodeURIComponent(id)}`;
  const lookEvery = 5000;

  const read = async address => {
    const answer = await fetch(address, { headers: { accept: 'application/json' } });
    return answer.ok ? answer.json() : null;
  };

  const place = document.createElement('div');
  place.id = 'incident';
  place.setAttribute('role', 'status');
  const told = document.createElement('span');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words.retry;
  button.addEventListener('click', retry);

  async function retry() {
    button.disabled = true;
    told.textContent = words.asked;
    const answer = await fetch('/elsa/api/alterations/workflows/retry', {
      method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify({ workflowInstanceIds: [id] })
    });
    if (answer.ok) {
      // The viewer watches running instances only; this one counted as ended.
      location.reload();
      return;
    }
    told.textContent = `${words.refused} ${answer.status}`;
    button.disabled = false;
  }

  async function look() {
    const state = await read(instance);
    const isStopped = state?.subStatus === 'Faulted';
    if (isStopped && !place.isConnected) {
      told.textContent = words.stopped;
      place.replaceChildren(told, button);
      document.querySelector('header.top').after(place);
    } else if (!isStopped && place.isConnected) {
      place.remove();
    }
    if (state?.status !== 'Finished' || isStopped) {
      setTimeout(look, lookEvery);
    }
  }

  async function start() {
    const session = await read('/sign-in');
    const caller = session?.signedIn ? await read('/api/session') : null;
    if (caller?.permissions.includes('workflows:run')) {
      await look();
    }
  }

  start();
})();
