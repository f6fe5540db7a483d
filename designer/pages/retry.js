// Beside the viewer of an instance that stopped at an incident: the button that has the failed steps tried again.
// The Studio's viewer shows incidents and offers nothing to do about them.
(() => {
  const found = /^\/designer\/workflows\/instances\/([^/]+)\/view$/.exec(location.pathname);
  if (!found) {
    return;
  }

  const { t } = window.hubPage;
  const id = decodeURIComponent(found[1]);
  const instance = `/elsa/api/workflow-instances/${encodeURIComponent(id)}`;
  const lookEvery = 5000;

  const read = async address => {
    const answer = await fetch(address, { headers: { accept: 'application/json' } });
    return answer.ok ? answer.json() : null;
  };

  const say = (element, word) => {
    element.dataset.text = word;
    element.textContent = t(word);
  };

  const place = document.createElement('div');
  place.id = 'incident';
  const told = document.createElement('span');
  told.setAttribute('role', 'status');
  const button = document.createElement('button');
  button.type = 'button';
  say(button, 'retry');
  button.addEventListener('click', retry);
  place.append(told, button);

  async function retry() {
    button.disabled = true;
    say(told, 'retrying');
    const answer = await fetch('/elsa/api/alterations/workflows/retry', {
      method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify({ workflowInstanceIds: [id] })
    });
    if (answer.ok) {
      // The viewer watches running instances only, and this one counted as ended.
      location.reload();
      return;
    }
    say(told, 'notRetried');
    button.disabled = false;
  }

  async function look() {
    const state = await read(instance);
    const isStopped = state?.subStatus === 'Faulted';
    if (isStopped && !place.isConnected) {
      document.querySelector('header.top').after(place);
      say(told, 'stopped');
    } else if (!isStopped && place.isConnected) {
      place.remove();
    }
    if (state && (isStopped || state.status !== 'Finished')) {
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
