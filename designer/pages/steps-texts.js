// Every word of the pages "steps" and "versions", in both languages. The head's words and the choice of the language are page.js's.
const texts = {
  fr: {
    definitions: 'Workflows',
    steps: 'Étapes', versions: 'Versions', drawing: 'Dessin', loading: 'Chargement…', views: 'Autres vues de ce workflow',
    undo: 'Annuler la dernière modification', publish: 'Publier', print: 'Imprimer', reload: 'Recharger la page', colon: ' : ',
    published: version => `Version ${version}, publiée`, draft: version => `Version ${version}, brouillon non publié`,
    saved: version => `Enregistré dans le brouillon, version ${version}.`, publishedNow: version => `La version ${version} est publiée : les nouvelles demandes la suivent.`, undone: 'Dernière modification annulée.',
    readOnly: 'Vous pouvez lire ce workflow, pas le modifier : votre clé n’en a pas le droit, ou il est en lecture seule.', noPublish: 'Vous pouvez enregistrer, pas publier : votre clé n’en a pas le droit.',
    gone: 'Ce workflow n’existe pas, ou appartient à une autre collectivité. Choisissez-le dans la liste des workflows.', forbidden: 'Votre clé ne permet pas de voir les workflows (workflows:read). Votre administrateur peut en créer une autre.',
    lost: 'Le hub ne répond pas. Rien n’a été enregistré ; réessayez dans un instant.', failed: status => `Le hub a répondu par une erreur (HTTP ${status}). Rien n’a été enregistré.`,
    changed: 'Quelqu’un d’autre a modifié ce workflow depuis que vous l’avez ouvert. Rien n’a été enregistré. Rechargez la page pour voir sa version, puis refaites votre modification.',
    refused: 'Enregistrement refusé', notPublished: 'Publication refusée',
    unreachable: 'Étapes jamais atteintes', unreachableHelp: 'Aucun chemin n’y mène : elles ne s’exécutent jamais.', empty: 'Aucune étape.', next: 'Suite', data: 'Données personnelles', reads: 'lit', receives: 'reçoit', both: 'reçoit et lit', system: 'Échange avec',
    uses: name => `Voir les étapes du workflow « ${name} »`, starts: 'Peut démarrer le workflow', container: (kind, count) => `${kind}, ${count === 1 ? '1 étape' : `${count} étapes`}`,
    edit: (number, name) => `Modifier l’étape ${number}, ${name}`, editContainer: label => `Modifier le conteneur ${label}`, name: 'Nom affiché', note: 'Note pour les lecteurs', noteHelp: 'Montrée sous l’étape et sur le dessin.', settings: 'Réglages', results: 'Résultats à garder',
    resultHelp: 'La variable qui reçoit ce résultat.', notKept: '— ne pas garder —', canStart: 'Cette étape peut démarrer le workflow', outcomes: 'Où va la suite', nowhere: '— fin, rien ne suit —', toStep: (number, name) => `étape ${number} · ${name}`,
    save: 'Enregistrer', cancel: 'Abandonner', syntax: name => `Nature de « ${name} »`, isDefault: value => value ? `par défaut : ${value}` : 'non renseigné', yes: 'oui', no: 'non', french: 'en français', english: 'en anglais', onePerLine: 'Un par ligne.', durationHelp: 'Sous la forme jours.heures:minutes:secondes, par exemple 7.00:00:00 pour sept jours ou 00:00:45 pour 45 secondes.',
    syntaxes: { plain: 'Valeur', Variable: 'Variable', Input: 'Entrée', JavaScript: 'Formule JavaScript', Liquid: 'Modèle Liquid' }, choose: '— choisir —', caseLabel: 'Nom du cas', caseCondition: 'Condition', addCase: 'Ajouter un cas', removeCase: name => `Retirer le cas ${name}`, statusCode: 'Code d’état', badJson: name => `« ${name} » n’est pas du JSON correct. Vérifiez les guillemets, les virgules et les accolades.`,
    add: 'Ajouter une étape après celle-ci', addTo: label => label ? `Ajouter une étape dans « ${label} »` : 'Ajouter une première étape', kind: 'Nature de l’étape', after: 'Après l’issue', addButton: 'Ajouter', added: (name, version) => `Étape « ${name} » ajoutée. Réglez-la ci-dessous. Brouillon, version ${version}.`,
    move: 'Déplacer cette étape', up: number => `Monter l’étape ${number}`, down: number => `Descendre l’étape ${number}`, moveAfter: 'La placer après', moveButton: 'Déplacer', moved: 'Étape déplacée.', cannotMove: 'Cette étape mène à plusieurs suites : changez-les dans « Où va la suite » plutôt que de la déplacer.',
    remove: number => `Supprimer l’étape ${number}…`, removeTitle: name => `Supprimer l’étape « ${name} » ?`, removeAlone: 'Rien ne la suivra : les étapes qui y menaient s’arrêteront là.', removeOn: name => `Les étapes qui y menaient iront à « ${name} ».`, removeMany: 'Elle mène à plusieurs étapes : celles qui y menaient s’arrêteront là, à vous de les relier.', removeIn: 'L’étape suivante de la liste prend sa place.',
    removeInside: count => count === 1 ? 'L’étape qu’elle contient est supprimée aussi.' : `Les ${count} étapes qu’elle contient sont supprimées aussi.`, removeSure: 'Supprimer', removed: 'Étape supprimée. « Annuler la dernière modification » la remet.',
    flat: 'Ces étapes sont imbriquées trop profondément pour être déplacées ici ; leurs réglages se modifient.', version: 'Version', date: 'Date', state: 'État', action: 'Action', isPublished: 'publiée', isDraft: 'brouillon', isOld: 'ancienne', history: 'Du plus récent au plus ancien',
    versionsHelp: 'Chaque publication fige une version. Comparez-en deux, ou revenez à une ancienne : son contenu devient un nouveau brouillon, rien n’est perdu.', compare: 'Comparer deux versions', from: 'De la version', to: 'à la version', compareButton: 'Comparer', same: 'Ces deux versions font la même chose.', oneVersion: 'Ce workflow n’a qu’une version.',
    layout: count => count === 0 ? '' : count === 1 ? 'Une étape a été déplacée sur le dessin, ce qui ne change rien à son exécution.' : `${count} étapes ont été déplacées sur le dessin, ce qui ne change rien à leur exécution.`, kinds: { added: 'Ajouté', removed: 'Retiré', changed: 'Modifié' }, lines: 'Lignes qui diffèrent', lineKinds: { added: 'ajoutée', removed: 'retirée', same: 'inchangée' },
    revert: version => `Revenir à la version ${version}…`, revertTitle: version => `Revenir à la version ${version} ?`, revertText: version => `Le contenu de la version ${version} devient un nouveau brouillon. La version publiée reste en service jusqu’à ce que vous publiiez ce brouillon.`, revertSure: 'Revenir à cette version', reverted: (from, to) => `Le contenu de la version ${from} est maintenant le brouillon, version ${to}. Relisez-le puis publiez-le.`, noComparison: 'Ce hub ne sait pas comparer deux versions.'
  },
  en: {
    definitions: 'Workflows',
    steps: 'Steps', versions: 'Versions', drawing: 'Drawing', loading: 'Loading…', views: 'Other views of this workflow',
    undo: 'Undo the last change', publish: 'Publish', print: 'Print', reload: 'Reload the page', colon: ': ',
    published: version => `Version ${version}, published`, draft: version => `Version ${version}, a draft that is not published`,
    saved: version => `Saved in the draft, version ${version}.`, publishedNow: version => `Version ${version} is published: new requests follow it.`, undone: 'The last change is undone.',
    readOnly: 'You may read this workflow, not change it: your key has no right to, or it is read-only.', noPublish: 'You may save, not publish: your key has no right to.',
    gone: 'This workflow does not exist, or belongs to another authority. Choose it from the list of workflows.', forbidden: 'Your key does not allow you to see workflows (workflows:read). Your administrator can create another one.',
    lost: 'The hub does not answer. Nothing was saved; try again in a moment.', failed: status => `The hub answered with an error (HTTP ${status}). Nothing was saved.`,
    changed: 'Somebody else has changed this workflow since you opened it. Nothing was saved. Reload the page to see their version, then make your change again.',
    refused: 'Not saved', notPublished: 'Not published',
    unreachable: 'Steps never reached', unreachableHelp: 'No way leads to them: they never run.', empty: 'No step.', next: 'What follows', data: 'Personal data', reads: 'reads', receives: 'receives', both: 'receives and reads', system: 'Exchanges with',
    uses: name => `See the steps of the workflow “${name}”`, starts: 'May start the workflow', container: (kind, count) => `${kind}, ${count === 1 ? '1 step' : `${count} steps`}`,
    edit: (number, name) => `Edit step ${number}, ${name}`, editContainer: label => `Edit the container ${label}`, name: 'Name shown', note: 'Note for readers', noteHelp: 'Shown below the step and on the drawing.', settings: 'Settings', results: 'Results to keep',
    resultHelp: 'The variable that takes this result.', notKept: '— do not keep —', canStart: 'This step may start the workflow', outcomes: 'What follows', nowhere: '— end, nothing follows —', toStep: (number, name) => `step ${number} · ${name}`,
    save: 'Save', cancel: 'Discard', syntax: name => `Kind of “${name}”`, isDefault: value => value ? `default: ${value}` : 'not set', yes: 'yes', no: 'no', french: 'in French', english: 'in English', onePerLine: 'One per line.', durationHelp: 'As days.hours:minutes:seconds, such as 7.00:00:00 for seven days or 00:00:45 for 45 seconds.',
    syntaxes: { plain: 'Value', Variable: 'Variable', Input: 'Input', JavaScript: 'JavaScript formula', Liquid: 'Liquid template' }, choose: '— choose —', caseLabel: 'Name of the case', caseCondition: 'Condition', addCase: 'Add a case', removeCase: name => `Remove the case ${name}`, statusCode: 'Status code', badJson: name => `“${name}” is not correct JSON. Check quotes, commas and braces.`,
    add: 'Add a step after this one', addTo: label => label ? `Add a step to “${label}”` : 'Add a first step', kind: 'Kind of step', after: 'After the outcome', addButton: 'Add', added: (name, version) => `Step “${name}” added. Set it up below. Draft, version ${version}.`,
    move: 'Move this step', up: number => `Move step ${number} up`, down: number => `Move step ${number} down`, moveAfter: 'Put it after', moveButton: 'Move', moved: 'Step moved.', cannotMove: 'Several steps follow this one: change them under “What follows” rather than moving it.',
    remove: number => `Delete step ${number}…`, removeTitle: name => `Delete the step “${name}”?`, removeAlone: 'Nothing will follow: the steps that led to it will end there.', removeOn: name => `The steps that led to it will go on to “${name}”.`, removeMany: 'Several steps follow it: those that led to it will end there, and are yours to connect.', removeIn: 'The next step of the list takes its place.',
    removeInside: count => count === 1 ? 'The step that it holds is deleted too.' : `The ${count} steps that it holds are deleted too.`, removeSure: 'Delete', removed: 'Step deleted. “Undo the last change” brings it back.',
    flat: 'These steps are nested too deep to be moved here; their settings can be edited.', version: 'Version', date: 'Date', state: 'State', action: 'Action', isPublished: 'published', isDraft: 'draft', isOld: 'earlier', history: 'Newest first',
    versionsHelp: 'Each publication fixes a version. Compare two of them, or go back to an earlier one: its content becomes a new draft, and nothing is lost.', compare: 'Compare two versions', from: 'From version', to: 'to version', compareButton: 'Compare', same: 'These two versions do the same.', oneVersion: 'This workflow has one version only.',
    layout: count => count === 0 ? '' : count === 1 ? 'One step was moved on the drawing, which changes nothing of how it runs.' : `${count} steps were moved on the drawing, which changes nothing of how they run.`, kinds: { added: 'Added', removed: 'Removed', changed: 'Changed' }, lines: 'Lines that differ', lineKinds: { added: 'added', removed: 'removed', same: 'unchanged' },
    revert: version => `Go back to version ${version}…`, revertTitle: version => `Go back to version ${version}?`, revertText: version => `The content of version ${version} becomes a new draft. The published version stays in service until you publish this draft.`, revertSure: 'Go back to this version', reverted: (from, to) => `The content of version ${from} is now the draft, version ${to}. Read it, then publish it.`, noComparison: 'This hub cannot compare two versions.'
  }
};

export const { language } = window.hubPage;

export const t = name => texts[language][name];

// What the hub gives, and what designers write, gets French typography here, so that no line starts with a colon.
export const typed = text => language !== 'fr' || !text ? text ?? '' : text.replace(/ (?=[:;?!»])/g, '\u00a0').replace(/« /g, '«\u00a0');

/** A text that the hub gives in both languages. */
export const local = text => text === null || text === undefined ? '' : typeof text === 'string' ? typed(text) : typed(text[language] || text.fr || text.en || '');

export const time = text => new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { dateStyle: 'long', timeStyle: 'short' }).format(new Date(text));

/** The page's title: what it shows, then what hub it is. */
export const title = text => window.hubPage.title(text);

/** Writes the page's fixed words. */
export function writeTexts() {
  for (const element of document.querySelectorAll('[data-words]')) {
    element.textContent = t(element.dataset.words);
  }
  for (const element of document.querySelectorAll('[data-label-words]')) {
    element.setAttribute('aria-label', t(element.dataset.labelWords));
  }
}
