/** Names under which plex.tv's API and pages are reached. */
export const plexHosts = ['plex.tv', 'www.plex.tv', 'clients.plex.tv', 'app.plex.tv'] as const;
