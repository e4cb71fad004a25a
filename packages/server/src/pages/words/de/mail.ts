// Pure: no I/O, no clock, no randomness. German: the mails, and the pages that their links lead to.
import type { Catalogue } from '../catalogue.ts';

export const mailWords: Catalogue<'de'>['mail'] = {
  hello: 'Hallo {name},',
  helloNobody: 'Hallo,',
  ifThatFails: 'Wenn der Knopf nichts tut, öffne diese Adresse:',
  automatic: '{service} hat diese Mail von selbst geschrieben. Antworten liest niemand.',
  notMe: 'Das war ich nicht',
  notMeLead: 'Wenn du es warst, musst du nichts tun. Wenn nicht, öffne diese Seite und sag es uns:',
  device: 'Gerät',
  when: 'Zeit',
  where: 'Ort',
  utc: '{time} (UTC)',
  invite: {
    subject: 'Deine Einladung zu {service}',
    text: 'Du wurdest zu {service} eingeladen. Mit diesem Link kannst du ein Konto erstellen.',
    button: 'Konto erstellen',
    note: 'Er gilt einmal und sieben Tage lang. Wenn du keine Einladung erwartet hast, beachte diese Mail nicht.',
  },
  reset: {
    subject: 'Wähle ein neues Passwort für {service}',
    text: 'Jemand hat einen Link angefordert, um ein neues Passwort für dein Konto zu wählen. Solange du ihn nicht benutzt, ändert sich nichts.',
    button: 'Neues Passwort wählen',
    note: 'Er gilt einmal und eine Stunde lang. Wenn du ihn nicht angefordert hast, beachte diese Mail nicht.',
  },
  confirm: {
    subject: 'Bestätige deine E-Mail-Adresse für {service}',
    text: 'Bestätige, dass das deine E-Mail-Adresse ist. Dann kannst du per Mail ein neues Passwort bekommen und erfährst von neuen Geräten.',
    button: 'Adresse bestätigen',
    note: 'Der Link gilt drei Tage, solange du angemeldet bist. Wenn du kein solches Konto hast, beachte diese Mail nicht.',
  },
  deviceLinked: {
    subject: 'Ein Gerät wurde mit deinem Konto bei {service} verbunden',
    text: '{device} wurde mit deinem Konto verbunden. Es bleibt angemeldet, bis du es trennst.',
  },
  passwordChanged: {
    subject: 'Dein Passwort bei {service} wurde geändert',
    text: 'Das Passwort deines Kontos wurde geändert, und andere Browser wurden abgemeldet.',
  },
  addressChanged: {
    subject: 'Die E-Mail-Adresse deines Kontos bei {service} wurde geändert',
    text: 'Dein Konto hat jetzt eine andere E-Mail-Adresse. Mails wie diese kommen hier nicht mehr an.',
  },
  test: {
    subject: 'Mails von {service} kommen an',
    text: 'Das ist ein Test. Jemand, der den Dienst betreibt, hat ihn angefordert.',
  },
};

export const recoveryWords: Catalogue<'de'>['recovery'] = {
  forgot: 'Vergessen?',
  forgotTitle: 'Passwort vergessen?',
  forgotLead: 'Gib deine E-Mail-Adresse ein. Wir schicken dir einen Link, mit dem du ein neues Passwort wählen kannst.',
  email: 'E-Mail-Adresse',
  send: 'Link schicken',
  sentTitle: 'Sieh in dein Postfach',
  sentText:
    'Wenn hier ein Konto diese Adresse hat und die Adresse bestätigt ist, ist ein Link unterwegs. Das kann ein paar Minuten dauern. Sieh auch unter unerwünschten Mails nach.',
  sentElse: 'Nichts gekommen? Frag die Leute, die {service} betreiben.',
  wait: 'Zu viele Mails. Versuch es {time} noch einmal.',
  busy: 'Wir können gerade keine Mails verschicken. Versuch es in einer Minute noch einmal.',
  resetGone: 'Er wurde schon verwendet oder ist abgelaufen.',
  another: 'Neuen Link holen',
  confirmTitle: 'Bestätige deine E-Mail-Adresse',
  confirmLead: 'Ist {email} die Adresse von {name}?',
  confirmYes: 'Ja, bestätigen',
  confirmed: 'E-Mail-Adresse bestätigt.',
  isConfirmed: 'Diese E-Mail-Adresse ist bestätigt.',
  isUnconfirmed:
    'Diese E-Mail-Adresse ist nicht bestätigt. Sobald sie es ist, kannst du per Mail ein neues Passwort bekommen, und wir sagen dir von neuen Geräten Bescheid.',
  sendProof: 'Bestätigungsmail schicken',
  proofSent: 'Eine Bestätigungsmail ist unterwegs. Öffne ihren Link in diesem Browser.',
  otherAccount: 'Dieser Link ist für ein anderes Konto',
  otherAccountText:
    'Melde dich ab, melde dich mit dem Konto an, für das die Mail geschrieben wurde, und öffne den Link noch einmal.',
  gone: 'Dieser Link gilt nicht mehr',
  goneText: 'Er wurde schon verwendet, ist abgelaufen, oder es hat sich seitdem etwas geändert.',
  inviteTo: 'Schicken an (freiwillig)',
  inviteToHint: 'Eine E-Mail-Adresse. Ohne Adresse bekommst du einen Link, den du selbst weitergibst.',
  invitedByMail: 'Die Einladung ist unterwegs.',
  notYou: 'Warst du das nicht?',
  device: {
    lead: '{device} wurde mit dem Konto von {name} verbunden.',
    text: 'Wir trennen es, blockieren es für 30 Tage und melden dich in allen Browsern ab.',
    yes: 'Das war ich nicht. Trennen',
    done: 'Getrennt',
    doneText:
      'Es ist abgemeldet, und alle deine Browser auch. Wenn jemand dein Passwort kennen könnte, wähle ein neues.',
  },
  password: {
    lead: 'Das Passwort von {name} wurde geändert.',
    text: 'Wir machen dieses Passwort ungültig, entfernen alle Passkeys, melden alle ab und schicken dir einen Link, mit dem du ein neues Passwort wählen kannst.',
    yes: 'Das war ich nicht. Ungültig machen',
    done: 'Dieses Passwort gilt nicht mehr',
    doneText:
      'Alle sind abgemeldet und die Passkeys entfernt. Ein Link, mit dem du ein neues Passwort wählen kannst, ist unterwegs in dein Postfach.',
  },
  address: {
    lead: 'Die E-Mail-Adresse von {name} wurde geändert.',
    text: 'Wir stellen deine Adresse wieder her, machen das Passwort ungültig, entfernen alle Passkeys, melden alle ab und schicken dir einen Link, mit dem du ein neues Passwort wählen kannst.',
    yes: 'Das war ich nicht. Zurückändern',
    done: 'Deine Adresse ist wiederhergestellt',
    doneText:
      'Alle sind abgemeldet und die Passkeys entfernt. Ein Link, mit dem du ein neues Passwort wählen kannst, ist unterwegs in dein Postfach.',
    doneGone:
      'Alle sind abgemeldet, und weder das Passwort noch ein Passkey gilt noch. Inzwischen hat ein anderes Konto deine Adresse: Frag die Leute, die diesen Dienst betreiben.',
  },
};
