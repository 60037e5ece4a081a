import type { firstRun as english } from '../en/first-run.ts'
import type { Same } from '../same.ts'

export const firstRun: Same<typeof english> = {
  newWorkspace: 'Neuer Arbeitsbereich',
  goTo: 'Gehe zu, oder tu',
  title: 'Zieh den ersten Abzug.',
  lead: 'Schreib einen Übungsbeitrag und schick ihn an das Übungskonto. Er durchläuft alles, was ein echter durchläuft, und verlässt diesen Rechner nie.',
  write: 'Übungsbeitrag schreiben',
  connectReal: 'Echtes Konto verbinden',
  name: {
    lead: 'Gib einem Arbeitsbereich einen Namen. Dann veröffentlichst du einen Übungsbeitrag, der diesen Rechner nie verlässt.',
  },
  writing: {
    lead: 'Ändere die Zeile, oder lass sie so. Dann veröffentliche sie: jetzt, und nur hier.',
    publish: 'Abzug jetzt veröffentlichen',
    text: 'Text des Übungsbeitrags',
    empty: 'Schreib zuerst eine Zeile.',
  },
  going: {
    lead: 'Er ist unterwegs, in vier Phasen. Sieh sie dir daneben an.',
    said: 'Der Abzug ist unterwegs',
  },
  out: {
    title: 'Der Abzug ist gut.',
    lead: 'Er wurde um {{time}} veröffentlicht, einmal, und das Übungskonto hat ihn. Ein echter Beitrag geht denselben Weg.',
    see: 'Seinen Verlauf ansehen',
    again: 'Noch einen ziehen',
  },
  stuck: {
    title: 'Er blieb unterwegs stehen.',
    lead: 'So sieht es aus, wenn etwas schiefgeht: du siehst, was, und was zu tun ist.',
  },
  lost: 'Der Abzug konnte nicht gelesen werden',
  practiceName: 'Übung',
  sheet: {
    label: 'Ein Übungsbeitrag',
    account: 'Übungskonto',
    place: 'nur auf diesem Rechner',
    sample: 'Der Ofen ist offen. Neun Schalen, ein Riss, keine Reue.',
    count: '{{used}} von {{max}}',
    example: 'Ein Beispiel',
    goes: 'Geht hinaus, wenn du es sagst',
    wasOut: 'Draußen um {{time}}',
  },
  caption: 'Ein Abzug ist ein Bogen, den man vor der Auflage zieht, um zu sehen, ob der Satz stimmt.',
  watch: {
    title: 'Was du sehen wirst',
    titleNow: 'Was jetzt geschieht',
    titleDone: 'Was geschah',
    text: 'Jeder Beitrag durchläuft diese vier, in dieser Reihenfolge. Bricht eine, siehst du, welche, und was zu tun ist.',
    prepare: 'geprüft',
    upload: 'zuerst Medien',
    commit: 'nur einmal',
    confirm: 'dort gesehen',
    ms: '{{ms}} ms',
  },
  facts: {
    kept: 'Beiträge, Medien und Anmeldungen liegen auf diesem Rechner.',
    direct: 'Kein Server von uns steht zwischen dir und den Plattformen.',
    once: 'Ein Beitrag geht einmal hinaus, oder du erfährst, dass wir es nicht wissen.',
  },
  next: {
    connect: 'Konto verbinden',
    connectText: 'Bluesky, Mastodon und WordPress dauern je eine Minute. Eine Entwickler-App braucht es nicht.',
    connectAct: 'Sehen, was jedes braucht',
    calendar: 'Den Kalender füllen',
    calendarText: 'Gib jedem Beitrag Tag und Uhrzeit. Zieh ihn weiter, wenn sich der Plan ändert.',
    calendarAct: 'Kalender öffnen',
    run: 'Laufen lassen',
    runText: 'Was fällig ist, geht hinaus, solange Broadside läuft. Wähle, ob es mit diesem Rechner startet.',
    runAct: 'Einstellungen öffnen',
  },
}
