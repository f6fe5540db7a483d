// Every word of the page, in both languages. The choice is kept for the next visit; before it, the browser's own language decides.
const texts = {
  fr: {
    skip: 'Aller au contenu', title: 'Console du hub', pause: 'Pause', other: 'English', signOut: 'Se déconnecter',
    signInTitle: 'Connectez-vous', signInText: 'La console montre les parcours des usagers : il faut une session.', signIn: 'Se connecter',
    health: 'État du hub', journeys: 'Parcours', key: 'Identifiant (dossier, paiement, code…)', procedure: 'Démarche', state: 'État', every: 'Tous',
    everyProcedure: 'Toutes', caption: 'Du plus récent au plus ancien, mis à jour toutes les deux secondes', journey: 'Parcours', caseKey: 'Dossier',
    updated: 'Dernière étape', empty: 'Aucun parcours ne correspond.', more: 'Montrer les plus anciens', back: '← Tous les parcours',
    channel: 'Canal', identity: 'Identité', payment: 'Paiement', appointment: 'Rendez-vous', documents: 'Pièces', references: 'Autres références',
    handOver: 'Code de reprise', timeline: 'Qui a reçu quoi, et quand', hub: 'Hub', paused: 'Mise à jour en pause.', lost: 'Le hub ne répond pas. Nouvel essai dans deux secondes.',
    forbidden: 'Votre clé ne permet pas de voir les parcours.', gone: 'Ce parcours n’existe pas, ou appartient à une autre collectivité.',
    deadLetters: count => count === 0 ? 'Aucun message en échec' : count === 1 ? '1 message en échec' : `${count} messages en échec`,
    count: count => count === 0 ? 'Aucun parcours.' : count === 1 ? '1 parcours affiché.' : `${count} parcours affichés.`,
    connectorStates: { attached: 'raccordé', away: 'non raccordé', unhealthy: 'en difficulté', paused: 'suspendu' },
    backlog: count => count === 1 ? '1 envoi en attente' : `${count} envois en attente`,
    states: { running: 'En cours', waiting: 'En attente', completed: 'Terminé', refused: 'Refusé', abandoned: 'Abandonné', faulted: 'En erreur', cancelled: 'Annulé' },
    channels: { web: 'en ligne', counter: 'guichet', phone: 'téléphone', mail: 'courrier', email: 'courriel', system: 'entre systèmes' }
  },
  en: {
    skip: 'Skip to content', title: 'Hub console', pause: 'Pause', other: 'Français', signOut: 'Sign out',
    signInTitle: 'Sign in', signInText: 'The console shows citizens’ journeys: it needs a session.', signIn: 'Sign in',
    health: 'State of the hub', journeys: 'Journeys', key: 'Identifier (case, payment, code…)', procedure: 'Procedure', state: 'State', every: 'All',
    everyProcedure: 'All', caption: 'Newest first, updated every two seconds', journey: 'Journey', caseKey: 'Case',
    updated: 'Last step', empty: 'No journey matches.', more: 'Show older ones', back: '← All journeys',
    channel: 'Channel', identity: 'Identity', payment: 'Payment', appointment: 'Appointment', documents: 'Documents', references: 'Other references',
    handOver: 'Hand-over code', timeline: 'Who received what, and when', hub: 'Hub', paused: 'Updates are paused.', lost: 'The hub does not answer. Trying again in two seconds.',
    forbidden: 'Your key does not allow you to see journeys.', gone: 'This journey does not exist, or belongs to another authority.',
    deadLetters: count => count === 0 ? 'No dead letter' : count === 1 ? '1 dead letter' : `${count} dead letters`,
    count: count => count === 0 ? 'No journey.' : count === 1 ? '1 journey shown.' : `${count} journeys shown.`,
    connectorStates: { attached: 'attached', away: 'not attached', unhealthy: 'in trouble', paused: 'paused' },
    backlog: count => count === 1 ? '1 message waiting' : `${count} messages waiting`,
    states: { running: 'Running', waiting: 'Waiting', completed: 'Completed', refused: 'Refused', abandoned: 'Abandoned', faulted: 'Faulted', cancelled: 'Cancelled' },
    channels: { web: 'online', counter: 'counter', phone: 'phone', mail: 'mail', email: 'e-mail', system: 'between systems' }
  }
};

const remembered = 'hub-console-language';
let language = localStorage.getItem(remembered) ?? (navigator.language.toLowerCase().startsWith('en') ? 'en' : 'fr');

export const t = name => texts[language][name];
export const stateText = state => texts[language].states[state] ?? state;
export const channelText = channel => texts[language].channels[channel] ?? channel;
export const states = Object.keys(texts.fr.states);

/** A text that the hub gives in both languages. */
export const local = text => text === null || text === undefined ? '' : typeof text === 'string' ? text : text[language] ?? text.fr ?? '';

export const time = text => text ? new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'medium' }).format(new Date(text)) : '';

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
