// Every word of the page, in both languages. The choice is kept for the next visit; before it, the browser's own language decides.
const texts = {
  fr: {
    skip: 'Aller au contenu', title: 'Console du hub', pause: 'Pause', other: 'English', signOut: 'Se déconnecter',
    signInTitle: 'Votre session a pris fin', signInText: 'Une session dure huit heures au plus. Reconnectez-vous : vous reviendrez à cette page.', signIn: 'Se connecter',
    health: 'État du hub', journeys: 'Parcours', key: 'Identifiant (dossier, paiement, code…)', procedure: 'Démarche', state: 'État', every: 'Tous',
    everyProcedure: 'Toutes', due: 'Échéance', everyDue: 'Toutes', dueOn: 'Réponse due le', late: 'en retard', caption: 'Du plus récent au plus ancien, mis à jour toutes les deux secondes', journey: 'Parcours', caseKey: 'Dossier',
    updated: 'Dernière étape', empty: 'Aucun parcours ne correspond. Vérifiez que l’identifiant est entier (dossier, paiement, rendez-vous ou code de reprise), ou élargissez les filtres.',
    nothingYet: 'Aucune demande reçue pour l’instant. Les prochaines paraîtront ici d’elles-mêmes.', clear: 'Effacer les filtres', more: 'Montrer les plus anciens', back: '← Tous les parcours',
    channel: 'Canal', identity: 'Identité', payment: 'Paiement', appointment: 'Rendez-vous', documents: 'Pièces', references: 'Autres références',
    handOver: 'Code de reprise', timeline: 'Qui a reçu quoi, et quand', colon: ' : ', paused: 'Mise à jour en pause.', systems: { hub: 'Hub', mail: 'Messagerie' },
    lost: last => `Le hub ne répond pas. ${last ? `Ce qui est affiché date du ${last}. ` : ''}Nouvel essai toutes les deux secondes ; si cela dure, prévenez votre administrateur.`,
    failed: status => `Le hub a répondu par une erreur (HTTP ${status}). Nouvel essai toutes les deux secondes ; si cela dure, prévenez votre administrateur.`,
    forbidden: right => `Votre clé ne permet pas de voir cette page. Déconnectez-vous, puis revenez avec une clé qui porte ce droit (${right}) ; votre administrateur peut la créer.`,
    missing: 'Parcours introuvable', gone: 'Ce parcours n’existe pas, ou appartient à une autre collectivité. Vérifiez l’adresse, ou cherchez-le dans la liste par son numéro de dossier.',
    noLetters: 'Rien n’attend ici : tout message a trouvé son destinataire, ou est encore en route.',
    replayAsk: 'Chaque message est gardé entier. Corrigez la cause indiquée, puis demandez à votre administrateur de le faire rejouer : rien n’est perdu.',
    replayHelp: 'Chaque message est gardé entier. Corrigez la cause indiquée, puis rejouez : rien n’est perdu ni fait deux fois. N’écartez que ce qui ne doit plus partir.',
    replay: 'Rejouer', replayAll: 'Tout rejouer', replayGroup: count => `Rejouer ces ${count} messages`, discard: 'Écarter…', attempts: count => count === 1 ? '1 essai' : `${count} essais`,
    discardTitle: 'Écarter ce message ?', discardText: 'Il ne partira plus, et la démarche continue comme après un refus. Ce choix est définitif et inscrit au journal d’audit.',
    discardSure: 'Écarter le message', cancel: 'Annuler', moreLetters: 'Montrer les suivants', rest: 'Les suivants paraîtront quand ceux-ci seront traités.',
    replayed: count => count === 1 ? '1 message remis en route ; s’il échoue encore, il reparaîtra ici.' : `${count} messages remis en route ; ceux qui échouent encore reparaîtront ici.`,
    discarded: 'Message écarté.', handled: 'Ce message n’attend plus : quelqu’un l’a déjà rejoué ou écarté.',
    notDone: status => `Le hub n’a pas confirmé${status === 0 ? '' : ` (HTTP ${status})`}. Si le message est encore dans la liste, recommencez.`,
    since: (count, first, last) => count === 1 ? `1 message, le ${last}` : `${count} messages, du ${first} au ${last}`, seeJourney: id => `Voir le parcours ${id}`,
    deadLetters: count => count === 0 ? 'Aucun message en échec' : count === 1 ? '1 message en échec' : `${count} messages en échec`,
    count: count => count === 0 ? 'Aucun parcours.' : count === 1 ? '1 parcours affiché.' : `${count} parcours affichés.`,
    workflows: 'Workflows', schemas: 'Schémas', schema: 'Schéma', schemaTitle: 'Titre', domain: 'Domaine', latestVersion: 'Dernière version', versions: 'Versions', latest: 'dernière', identifier: 'Identifiant',
    schemasHelp: 'Ce que les systèmes s’échangent, et comment cela change d’une version à l’autre.', schemasCaption: 'Par identifiant', noSchemas: 'Aucun schéma n’est au catalogue. Déposez-en par PUT /api/schemas, ou importez-les.',
    backToSchemas: '← Tous les schémas', compatibility: 'Compatibilité entre deux versions', older: 'De la version', newer: 'à la version', oneVersion: 'Ce schéma n’a qu’une version.',
    backward: 'Les anciens documents restent acceptés', forward: 'Les nouveaux documents conviennent aux anciens lecteurs', step: 'Numéro à changer', witness: 'Document témoin',
    verdicts: { compatible: 'oui', incompatible: 'non', unknown: 'non démontré' }, steps: { patch: 'correctif', minor: 'mineur', major: 'majeur' },
    directions: { backward: 'anciens documents refusés', forward: 'nouveaux documents refusés par les anciens lecteurs' },
    consumers: 'Qui le lit', noConsumers: 'Aucun workflow publié ni connecteur ne lit ce schéma.', computed: 'chemin calculé',
    readers: { workflow: 'Workflow', mapping: 'Workflow, vers un connecteur', connector: 'Connecteur' }, drift: 'Ce qui est envoyé, face à ce qui est déclaré', noDrift: 'Rien à signaler : ce qui est envoyé est ce qui est déclaré.',
    seen: (looked, refused, skipped, since) => `Depuis le ${since} : ${looked} documents valides regardés, ${refused} refusés${skipped > 0 ? `, ${skipped} laissés de côté` : ''}.`,
    drifts: { newMember: 'membre nouveau', refusedMember: 'membre refusé', newValue: 'valeur nouvelle', otherType: 'autre type', missing: 'membre manquant', formatFails: 'format non respecté', formatHolds: 'format toujours respecté', neverSent: 'jamais envoyé' },
    driftAlarms: 'Écarts', driftCount: count => count === 1 ? '1 à regarder' : `${count} à regarder`,
    propose: step => `Télécharger la version suivante proposée (${step})`, schemaMissing: 'Schéma introuvable', schemaGone: 'Aucun schéma ne porte cet identifiant. Choisissez-le dans la liste.',
    connectorStates: { attached: 'raccordé', away: 'non raccordé', unhealthy: 'en difficulté', paused: 'suspendu' },
    backlog: count => count === 1 ? '1 envoi en attente' : `${count} envois en attente`,
    states: { running: 'En cours', waiting: 'En attente', completed: 'Terminé', refused: 'Refusé', abandoned: 'Abandonné', faulted: 'En erreur', cancelled: 'Annulé' },
    dues: { late: 'Dépassée', '5d': 'Dans les 5 jours', '15d': 'Dans les 15 jours' },
    channels: { web: 'en ligne', counter: 'guichet', phone: 'téléphone', mail: 'courrier', email: 'courriel', system: 'entre systèmes' }
  },
  en: {
    skip: 'Skip to content', title: 'Hub console', pause: 'Pause', other: 'Français', signOut: 'Sign out',
    signInTitle: 'Your session has ended', signInText: 'A session lasts eight hours at most. Sign in again: you will come back to this page.', signIn: 'Sign in',
    health: 'State of the hub', journeys: 'Journeys', key: 'Identifier (case, payment, code…)', procedure: 'Procedure', state: 'State', every: 'All',
    everyProcedure: 'All', due: 'Deadline', everyDue: 'All', dueOn: 'Answer due', late: 'late', caption: 'Newest first, updated every two seconds', journey: 'Journey', caseKey: 'Case',
    updated: 'Last step', empty: 'No journey matches. Check that the identifier is whole (case, payment, appointment or hand-over code), or widen the filters.',
    nothingYet: 'No request received yet. The next ones will appear here by themselves.', clear: 'Clear the filters', more: 'Show older ones', back: '← All journeys',
    channel: 'Channel', identity: 'Identity', payment: 'Payment', appointment: 'Appointment', documents: 'Documents', references: 'Other references',
    handOver: 'Hand-over code', timeline: 'Who received what, and when', colon: ': ', paused: 'Updates are paused.', systems: { hub: 'Hub', mail: 'Mail' },
    lost: last => `The hub does not answer. ${last ? `What is shown dates from ${last}. ` : ''}Trying again every two seconds; if it lasts, tell your administrator.`,
    failed: status => `The hub answered with an error (HTTP ${status}). Trying again every two seconds; if it lasts, tell your administrator.`,
    forbidden: right => `Your key does not allow you to see this page. Sign out, then come back with a key that has this right (${right}); your administrator can create one.`,
    missing: 'Journey not found', gone: 'This journey does not exist, or belongs to another authority. Check the address, or search the list by its case number.',
    noLetters: 'Nothing waits here. Every message has found its recipient, or is still on its way.',
    replayAsk: 'Each message is kept whole. Mend the cause that is shown, then ask your administrator to replay it: nothing is lost.',
    replayHelp: 'Each message is kept whole. Mend the cause that is shown, then replay: nothing is lost or done twice. Discard only what must not go any more.',
    replay: 'Replay', replayAll: 'Replay all', replayGroup: count => `Replay these ${count} messages`, discard: 'Discard…', attempts: count => count === 1 ? '1 attempt' : `${count} attempts`,
    discardTitle: 'Discard this message?', discardText: 'It will not go any more, and the procedure goes on as after a refusal. This choice is final and written to the audit log.',
    discardSure: 'Discard the message', cancel: 'Cancel', moreLetters: 'Show the next ones', rest: 'The next ones will appear when these are dealt with.',
    replayed: count => count === 1 ? '1 message is on its way again; if it still fails, it will come back here.' : `${count} messages are on their way again; those that still fail will come back here.`,
    discarded: 'Message discarded.', handled: 'This message waits no more. Somebody has already replayed or discarded it.',
    notDone: status => `The hub did not confirm${status === 0 ? '' : ` (HTTP ${status})`}. If the message is still in the list, try again.`,
    since: (count, first, last) => count === 1 ? `1 message, on ${last}` : `${count} messages, from ${first} to ${last}`, seeJourney: id => `See journey ${id}`,
    deadLetters: count => count === 0 ? 'No dead letter' : count === 1 ? '1 dead letter' : `${count} dead letters`,
    count: count => count === 0 ? 'No journey.' : count === 1 ? '1 journey shown.' : `${count} journeys shown.`,
    workflows: 'Workflows', schemas: 'Schemas', schema: 'Schema', schemaTitle: 'Title', domain: 'Domain', latestVersion: 'Latest version', versions: 'Versions', latest: 'latest', identifier: 'Identifier',
    schemasHelp: 'What the systems exchange, and how it changes from one version to the next.', schemasCaption: 'By identifier', noSchemas: 'No schema is in the catalogue. Put some with PUT /api/schemas, or import them.',
    backToSchemas: '← All schemas', compatibility: 'Compatibility of two versions', older: 'From version', newer: 'to version', oneVersion: 'This schema has one version only.',
    backward: 'Old documents are still accepted', forward: 'New documents suit old readers', step: 'Number to change', witness: 'Document that shows it',
    verdicts: { compatible: 'yes', incompatible: 'no', unknown: 'not proved' }, steps: { patch: 'patch', minor: 'minor', major: 'major' },
    directions: { backward: 'old documents refused', forward: 'new documents refused by old readers' },
    consumers: 'Who reads it', noConsumers: 'No published workflow and no connector reads this schema.', computed: 'computed path',
    readers: { workflow: 'Workflow', mapping: 'Workflow, towards a connector', connector: 'Connector' }, drift: 'What is sent, beside what is declared', noDrift: 'Nothing to report. What is sent is what is declared.',
    seen: (looked, refused, skipped, since) => `Since ${since}: ${looked} valid documents looked at, ${refused} refused${skipped > 0 ? `, ${skipped} left out` : ''}.`,
    drifts: { newMember: 'new member', refusedMember: 'refused member', newValue: 'new value', otherType: 'other type', missing: 'missing member', formatFails: 'format not kept', formatHolds: 'format always kept', neverSent: 'never sent' },
    driftAlarms: 'Drift', driftCount: count => count === 1 ? '1 to look at' : `${count} to look at`,
    propose: step => `Download the proposed next version (${step})`, schemaMissing: 'Schema not found', schemaGone: 'No schema has this identifier. Choose it from the list.',
    connectorStates: { attached: 'attached', away: 'not attached', unhealthy: 'in trouble', paused: 'paused' },
    backlog: count => count === 1 ? '1 message waiting' : `${count} messages waiting`,
    states: { running: 'Running', waiting: 'Waiting', completed: 'Completed', refused: 'Refused', abandoned: 'Abandoned', faulted: 'Faulted', cancelled: 'Cancelled' },
    dues: { late: 'Passed', '5d': 'Within 5 days', '15d': 'Within 15 days' },
    channels: { web: 'online', counter: 'counter', phone: 'phone', mail: 'mail', email: 'e-mail', system: 'between systems' }
  }
};

const remembered = 'hub-console-language';
let language = localStorage.getItem(remembered) ?? (navigator.language.toLowerCase().startsWith('en') ? 'en' : 'fr');

export const t = name => texts[language][name];
export const stateText = state => texts[language].states[state] ?? state;
export const channelText = channel => texts[language].channels[channel] ?? channel;
export const states = Object.keys(texts.fr.states);
export const dueText = due => texts[language].dues[due];
export const dues = Object.keys(texts.fr.dues);

/** The last day to answer, and whether it is past; nothing where the law sets no time. */
export const lastDay = journey => journey.dueOn ? `${day(journey.dueOn)}${journey.isLate ? ` – ${t('late')}` : ''}` : '';

/** A text that the hub gives in both languages. */
export const local = text => text === null || text === undefined ? '' : typeof text === 'string' ? text : language === 'fr' || !text[language] ? french(text.fr ?? '') : text[language];

// Procedures and connectors come from many hands: French typography is given here, so that no line starts with a colon.
const french = text => text.replaceAll("'", '’').replace(/ (?=[:;?!»])/g, '\u00a0').replace(/« /g, '«\u00a0');

export const time = text => text ? new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { dateStyle: 'short', timeStyle: 'medium' }).format(new Date(text)) : '';

const day = date => new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { dateStyle: 'short', timeZone: 'UTC' }).format(new Date(date));

export function switchLanguage() {
  language = language === 'fr' ? 'en' : 'fr';
  localStorage.setItem(remembered, language);
}

/** Writes the page's fixed words. */
export function writeTexts(root) {
  document.documentElement.lang = language;
  document.title = t('title');
  for (const element of root.querySelectorAll('[data-text]')) {
    element.textContent = t(element.dataset.text);
  }
  const button = root.querySelector('#language');
  button.textContent = t('other');
  button.lang = language === 'fr' ? 'en' : 'fr';
}
