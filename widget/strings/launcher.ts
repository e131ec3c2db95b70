// What the loader says before the panel is there, in each language that has a panel: every page loads all of it, so it is little. Partner:
// `launcher` in panel.ts, which says more once it is there.

/** The launcher's name, and that the panel could not be loaded. */
export const launcherWords = {
  en: ['Open help', 'Help could not be loaded. Check your connection and try again.'],
  ar: ['المساعدة', 'لا اتصال'],
  de: ['Hilfe', 'Keine Verbindung'],
  es: ['Ayuda', 'Sin conexión'],
  fr: ['Aide', 'Pas de connexion'],
  pt: ['Ajuda', 'Sem conexão'],
} as const
