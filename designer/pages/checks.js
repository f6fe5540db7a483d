// Beside the drawing: what the hub's checks say of the workflow as it was last saved. The Studio shows refusals only.
(() => {
  const found = /^\/designer\/workflows\/definitions\/([^/]+)\/edit$/.exec(location.pathname);
  if (!found) {
    return;
  }

  const { language, t } = window.hubPage;
  const workflow = `/designer/workflows/definitions/${found[1]}`;
  const checks = `/api/workflow-definitions/${found[1]}/checks?versionOptions=Latest`;

  const button = document.createElement('button');
  button.type = 'button';
  button.id = 'findings-button';
  button.setAttribute('popovertarget', 'findings');
  const panel = document.createElement('div');
  panel.id = 'findings';
  panel.popover = 'auto';
  panel.setAttribute('role', 'region');
  panel.setAttribute('aria-labelledby', button.id);
  const marks = new CSSStyleSheet();
  document.adoptedStyleSheets.push(marks);

  function say(kind, word) {
    const element = document.createElement(kind);
    element.dataset.text = word;
    element.textContent = t(word);
    return element;
  }

  function itemOf(finding) {
    const item = document.createElement('li');
    item.dataset.severity = finding.severity;
    item.append(say('strong', finding.severity === 'error' ? 'findingError' : 'findingWarning'), ' ');
    if (finding.activityId) {
      const step = document.createElement('a');
      step.href = `${workflow}/steps?step=${encodeURIComponent(finding.activityId)}`;
      step.dataset.content = '';
      step.textContent = finding.activityName || finding.activityId;
      item.append(step, ' – ');
    }
    item.append([finding.message, finding.help].map(text => text?.[language]).filter(Boolean).join(' '));
    return item;
  }

  function show(findings) {
    button.replaceChildren(...(findings.length === 0 ? [say('span', 'findingsNone')] : [say('span', 'findings'), `\u00a0(${findings.length})`]));
    button.classList.toggle('some', findings.length > 0);
    const list = document.createElement('ul');
    list.append(...findings.map(itemOf));
    panel.replaceChildren(findings.length > 0 ? list : say('p', 'findingsNoneHelp'));
    marks.replaceSync(findings.filter(finding => finding.activityId).map(finding =>
      `.x6-node[data-cell-id="${CSS.escape(finding.activityId)}"] elsa-activity-wrapper > * { outline: 2px dashed var(${finding.severity === 'error' ? '--mud-palette-error' : '--mud-palette-warning'}); outline-offset: 3px; }`).join('\n'));
  }

  // One look at a time: a save during it is looked at after it.
  let looking = false;
  let again = false;
  async function look() {
    again = looking;
    if (looking) {
      return;
    }
    looking = true;
    const answer = await fetch(checks, { headers: { accept: 'application/json' } });
    if (answer.ok) {
      if (!button.isConnected) {
        document.querySelector('.top .end').prepend(button);
        document.querySelector('main').after(panel);
      }
      show((await answer.json()).items);
    }
    looking = false;
    if (again) {
      await look();
    }
  }

  window.addEventListener('hub-saved', look);
  look();
})();
