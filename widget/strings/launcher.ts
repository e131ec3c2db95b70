// What the loader says before the panel is there, in each language that has a panel: every page loads all of it, so it is little. Partner:
// `launcher` in panel.ts, which says more once it is there.

/** The launcher's name, and that the panel could not be loaded. */
export const launcherWords = {
  en: ['Open help', 'Help did not load. Check your connection.'],
  ar: ['المساعدة', 'تعذر التحميل. تحقق من الاتصال'],
  de: ['Hilfe', 'Nicht geladen. Verbindung prüfen.'],
  es: ['Ayuda', 'No carga. Revisa la conexión.'],
  fr: ['Aide', 'Non chargé. Vérifiez la connexion.'],
  pt: ['Ajuda', 'Não carregou. Verifique a conexão.'],
} as const
