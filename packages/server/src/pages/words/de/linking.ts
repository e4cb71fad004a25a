// Pure: no I/O, no clock, no randomness. German: the task, link a device.
import type { Catalogue } from '../catalogue.ts';

export const linkWords: Catalogue<'de'>['link'] = {
  title: 'Gerät verbinden',
  lead: 'Gib den Code ein, den dein Fernseher oder Gerät anzeigt.',
  field: 'Code',
  hint: 'Großschreibung, Leerzeichen und Bindestriche sind egal.',
  go: 'Weiter',
  letters: 'Mein Code enthält Buchstaben',
  empty: 'Gib zuerst den Code ein, den dein Fernseher oder Gerät anzeigt.',
  notFound: 'Dieser Code ist falsch oder abgelaufen. Prüfe ihn oder hol dir auf deinem Fernseher einen neuen.',
  notFoundNear:
    'Dieser Code ist falsch, abgelaufen oder gehört zu einem Gerät in einem anderen Netzwerk. Im letzten Tag wurden zu viele falsche Codes eingegeben. Deshalb gilt ein Code vorerst nur im selben Netzwerk wie sein Gerät. Verbinde dich mit diesem Netzwerk und hol dir auf deinem Fernseher einen neuen Code.',
  wrongLength: {
    one: 'Du hast {count} Zeichen eingegeben, Codes haben aber normalerweise {usual}. Prüfe ihn oder hol dir auf deinem Fernseher einen neuen.',
    other:
      'Du hast {count} Zeichen eingegeben, Codes haben aber normalerweise {usual}. Prüfe ihn oder hol dir auf deinem Fernseher einen neuen.',
  },
  used: 'Dieser Code wurde schon verwendet. Hol dir auf deinem Fernseher einen neuen.',
  wait: 'Zu viele Codes. Versuch es {time} noch einmal.',
  busy: 'Wir konnten den Code gerade nicht prüfen. Versuch es gleich noch einmal.',
};

export const consentWords: Catalogue<'de'>['consent'] = {
  title: 'Ist das dein Gerät?',
  titleApp: 'Ist das deine App?',
  saysItIs: 'Nach eigener Angabe: {what}',
  saysItIsOn: 'Nach eigener Angabe: {what} auf {system}',
  saysNothing: 'Es hat keine Angaben gemacht.',
  compare: 'Dein Gerät sollte diesen Code anzeigen',
  compareApp: 'Wenn die App einen Code anzeigt, sollte es dieser sein',
  warning:
    'Sag Nein, wenn dir jemand diesen Code oder Link geschickt hat: Damit könnten Fremde in dein Konto gelangen.',
  tick: 'Das ist mein Gerät und es zeigt diesen Code',
  tickApp: 'Das ist meine App und ich wollte mich gerade mit ihr anmelden',
  titleBrowser: 'Bei {app} anmelden?',
  onward: 'Wohin',
  leadsTo: 'Danach geht es weiter zu {host}',
  leadsToHere: 'Danach geht es zurück zur App auf diesem Computer',
  warningBrowser: 'Lehne ab, wenn du dich dort nicht gerade selbst anmelden wolltest.',
  tickBrowser: 'Ich kenne diese App und wollte mich gerade bei ihr anmelden',
  yesBrowser: 'Ja, anmelden',
  noBrowser: 'Nein, zurück',
  tickMissing: 'Setz das Häkchen, um zu bestätigen, dass es deins ist.',
  unverified: 'Nicht überprüft: Den Namen hat es selbst gewählt, und niemand hier hat ihn geprüft.',
  unverifiedSite: 'Nicht überprüft: Sicher ist nur diese Adresse im Netz. Wer dahintersteht, hat hier niemand geprüft.',
  requestedScopes: 'Was es darf',
  scopesHint: 'Nimm das Häkchen weg bei allem, was du nicht erlauben willst.',
  scopesMissing: 'Lass mindestens ein Häkchen stehen oder sag Nein.',
  scopesTooFar:
    'Diese Anfrage kommt nicht aus deiner Nähe, deshalb kannst du nicht alles erlauben. Nimm ein Häkchen weg oder sag Nein.',
  wishFor: 'Zugriff auf: {scope}',
  scopeOpenId: 'Wissen, dass du es bist',
  scopeProfile: 'Deinen Namen sehen',
  scopeEmail: 'Deine E-Mail-Adresse sehen',
  mayApprove: 'Es darf für mich andere Geräte verbinden',
  mayApproveHint: 'Lass das aus, wenn du nicht weißt, wofür du es brauchst.',
  yes: 'Ja, verbinden',
  yesSoon: 'Lies das kurz in Ruhe. Danach kannst du Ja sagen.',
  no: 'Nein, nicht verbinden',
  signedInAs: 'Du bist angemeldet als {name}',
  switchAccount: 'Wechseln',
  where: 'Ort',
  when: 'Zeit',
  ownNetwork: 'Dein eigenes Netzwerk ({address})',
  localNetwork: 'Ein lokales Netzwerk ({address})',
  unknownPlace: 'Ort unbekannt',
  knownTo: 'Bei {service} bekannt',
  knownToOn: 'Bei {service} bekannt · auf {system}',
  far: 'Diese Anfrage kommt anscheinend von weit weg.',
  farAt: 'Diese Anfrage kommt anscheinend von weit weg: {place}.',
  unknown: 'Wir können nicht erkennen, woher diese Anfrage kommt.',
  notYours: 'Wenn du das nicht gerade selbst angefragt hast, sag Nein.',
  hidden: 'Diese Anfrage verbirgt, woher sie kommt.',
  asked: 'Angefragt {time}',
};

export const overWords: Catalogue<'de'>['over'] = {
  expired: {
    title: 'Dieser Code ist abgelaufen',
    text: 'Es wurde nichts verbunden. Hol dir auf deinem Fernseher oder Gerät einen neuen Code und gib ihn hier ein.',
  },
  approved: { title: 'Schon verbunden', text: 'Dieser Code wurde schon verwendet.' },
  redeemed: { title: 'Schon verbunden', text: 'Dieser Code wurde schon verwendet.' },
  denied: {
    title: 'Es wurde nichts verbunden',
    text: 'Jemand hat zu diesem Code Nein gesagt. Wenn das ein Versehen war, hol dir auf dem Gerät einen neuen Code.',
  },
  cancelled: {
    title: 'Es wurde nichts verbunden',
    text: 'Das Gerät hat seine Anfrage zurückgezogen. Hol dir darauf einen neuen Code.',
  },
  gone: {
    title: 'Diese Seite ist abgelaufen',
    text: 'Du hast dich inzwischen neu angemeldet, oder sie war zu lange offen. Gib den Code noch einmal ein.',
  },
  signInOver: {
    title: 'Diese Anmeldung ist vorbei',
    text: 'Sie wurde schon beantwortet oder hat zu lange gedauert. Geh zurück zur App und melde dich noch einmal an.',
  },
  typeIt: {
    title: 'Gib den Code selbst ein',
    text: 'Soweit wir erkennen können, kommt diese Anfrage nicht aus deiner Nähe. Deshalb reicht ein Link nicht. Schau auf dein Gerät und gib den Code ein, den es anzeigt.',
  },
  typeStrong: {
    title: 'Nicht mit diesem Link',
    text: 'Soweit wir erkennen können, läuft die App nicht in deiner Nähe. Deshalb reicht ihr Link nicht. Öffne den Link auf dem Gerät, auf dem die App läuft, oder lass dir in der App einen kurzen Code anzeigen und gib ihn hier ein.',
  },
  tooFar: {
    title: 'Zu weit weg',
    text: 'Soweit wir erkennen können, kommt diese Anfrage nicht aus deiner Nähe. Deshalb kannst du von hier aus nicht verbinden. Geh mit deinem Handy zum Gerät oder in sein Netzwerk und gib den Code dort ein.',
  },
  blocked: {
    title: 'Das hast du blockiert',
    text: 'Du hast schon einmal gesagt, dass du das nicht angefragt hast. Deshalb wurde nichts verbunden. Wenn das ein Versehen war, heb die Blockierung unter „Deine Geräte“ auf.',
  },
  notInGroup: {
    title: 'Das kannst du nicht verbinden',
    text: 'Es ist nur für einige Gruppen dort, wo du dich anmeldest, und du bist in keiner davon. Es wurde nichts verbunden.',
  },
  refusedHere: {
    title: 'Das kann nicht verbunden werden',
    text: 'Es ist hier eine Zeit lang blockiert, weil Leute gemeldet haben, dass sie das nicht angefragt haben. Es wurde nichts verbunden.',
  },
  again: 'Code eingeben',
  devices: 'Meine Geräte ansehen',
};

export const doneWords: Catalogue<'de'>['done'] = {
  titles: {
    tv: 'Fertig. Schau auf deinen Fernseher',
    console: 'Fertig. Geh zurück zu deiner Konsole',
    phone: 'Fertig. Schau auf dein Handy',
    tablet: 'Fertig. Schau auf dein Tablet',
    computer: 'Fertig. Geh zurück zu deinem Computer',
    terminal: 'Fertig. Geh zurück zu deinem Terminal',
    speaker: 'Fertig. Geh zurück zu deinem Lautsprecher',
    server: 'Fertig. Geh zurück zu deinem Server',
    device: 'Fertig. Geh zurück zu deinem Gerät',
  },
  titleApp: 'Fertig. Geh zurück zur App',
  linked: '{name} ist mit deinem Konto verbunden.',
  takesAMoment: 'Auf deinem Gerät kann es ein paar Sekunden dauern.',
  name: 'Gib diesem Gerät einen Namen',
  save: 'Namen speichern',
  saved: 'Gespeichert.',
  another: 'Noch ein Gerät verbinden',
  close: 'Du kannst dieses Fenster schließen.',
  forward: 'Weiter zu {host}',
  forwardHere: 'Weiter zur App auf diesem Computer',
  forwarding: 'Es geht zurück zu {host} …',
  forwardingHere: 'Es geht zurück zur App auf diesem Computer …',
  forwardRefused:
    'Die App wollte dich zu einer Adresse schicken, die hier nicht erlaubt ist. Geh selbst zurück zur App.',
  saidNo: 'Du hast Nein gesagt',
  saidNoText: 'Es wurde nichts verbunden. Wenn dir jemand diesen Code oder Link geschickt hat, reagiere nicht darauf.',
  wrongNumber: 'Das war nicht die richtige Zahl',
  wrongNumberText:
    'Es wurde nichts verbunden, und dieser Code gilt nicht mehr. Hol dir auf deinem Gerät einen neuen Code. Wenn du die Zahl darauf nicht sehen konntest, hat dir den Code vielleicht jemand anderes geschickt.',
};

export const authWords: Catalogue<'de'>['auth'] = {
  title: 'Einen Moment …',
  lead: 'Wir sehen nach, was die App möchte.',
  incomplete: 'Dieser Link ist unvollständig',
  incompleteText:
    'Geh zurück zur App und versuch es noch einmal. Wenn sie einen Code anzeigt, kannst du ihn stattdessen hier eingeben.',
  noScript:
    'Es passiert nichts? Diese Seite braucht JavaScript. Wenn die App einen Code anzeigt, kannst du stattdessen ihn eingeben.',
  go: 'Weiter',
  typeCode: 'Code eingeben',
};

export const continueWords: Catalogue<'de'>['continue'] = {
  title: 'App oder Gerät verbinden?',
  lead: 'Du bist einem Anmeldelink gefolgt. Geh weiter, um zu sehen, welche App oder welches Gerät anfragt.',
  go: 'Weiter',
  typeCode: 'Code eingeben',
};

/** An app that leads a browser here to sign in, and is led back to. */
export const authorizeWords: Catalogue<'de'>['authorize'] = {
  title: 'Diese App kann dich hier nicht anmelden',
  text: 'Sie hat dich auf eine Weise hierher geschickt, die sich nicht beantworten lässt, und es wurde nichts an sie zurückgeschickt. Du selbst kannst nichts tun; wer die App betreibt, schon.',
  client: 'Ihre client_id fehlt, ist doppelt angegeben oder hier unbekannt.',
  redirectUri: 'Ihre redirect_uri fehlt, ist doppelt angegeben oder keine, mit der die App hier registriert ist.',
  signedIn: 'Du wirst angemeldet',
  notSignedIn: 'Du hast abgelehnt',
  signedInTo: 'Du bist bei {app} angemeldet.',
  anotherDevice: 'Mit einem anderen Gerät anmelden',
  noKeyboard: 'Keine Tastatur? Das geht auch mit dem Handy.',
  goesOn: 'Danach geht es auf diesem Bildschirm mit {app} weiter.',
  typeNumber: 'Gib {number} auf dem anderen Gerät ein',
  nobody: 'Hier wurde niemand angemeldet.',
};
