// Tells the drawing's boxes apart by what they are, so that icons.css can give the hub's own their icons: the Studio's are in its code.
(() => {
  const name = box => {
    try {
      box.dataset.type = JSON.parse(box.getAttribute('activity-json')).type;
    } catch {
      // Not given yet: the attribute's change is told as well.
    }
  };

  new MutationObserver(records => {
    for (const record of records) {
      if (record.type === 'attributes') {
        name(record.target);
      }
      for (const added of record.addedNodes) {
        if (added instanceof Element) {
          (added.localName === 'elsa-activity-wrapper' ? [added] : added.querySelectorAll('elsa-activity-wrapper')).forEach(name);
        }
      }
    }
  }).observe(document.getElementById('studio'), { subtree: true, childList: true, attributes: true, attributeFilter: ['activity-json'] });
})();
