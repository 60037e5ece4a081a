import type { mediaHost as english } from '../en/media-host.ts'

export const mediaHost: Record<keyof typeof english, string> = {
  host_wrong_key: 'Die Medienablage {{host}} kennt diesen Zugriffsschlüssel nicht. In den Einstellungen neu einfügen.',
  host_wrong_secret:
    'Die Medienablage {{host}} nimmt den geheimen Zugriffsschlüssel nicht an. In den Einstellungen neu einfügen; er gehört zum Zugriffsschlüssel und wird nur einmal gezeigt.',
  host_not_allowed:
    'Die Medienablage {{host}} erlaubt diesem Schlüssel {{action}} nicht. Das Recht für diesen Bucket geben, dann in den Einstellungen prüfen.',
  host_no_bucket:
    'Einen Bucket {{bucket}} gibt es bei der Medienablage {{host}} nicht. Auf Tippfehler sehen oder ihn anlegen.',
  host_wrong_region:
    'Der Bucket der Medienablage {{host}} liegt in einer anderen Region. Die eintragen, die auf seiner Seite steht.',
  host_wrong_region_known:
    'Der Bucket der Medienablage {{host}} liegt in der Region {{region}}. Diese in den Einstellungen eintragen, dazu ihren Endpunkt.',
  host_clock_wrong:
    'Die Uhr dieses Rechners geht falsch, darum lehnt die Medienablage {{host}} ab. Die Uhr richtig stellen, dann noch einmal versuchen.',
  host_trouble: 'Die Medienablage {{host}} hat selbst ein Problem. Das sollte vorübergehen.',
  host_not_s3:
    'Was bei {{host}} antwortet, spricht kein S3. Den S3-Endpunkt eintragen; er ist nicht die Adresse der Webseite.',
  host_key_unreadable:
    'Der geheime Zugriffsschlüssel wurde auf einem anderen Rechner versiegelt oder mit einem Schlüssel, den es nicht mehr gibt. In den Einstellungen neu eingeben.',
  host_vault_locked:
    'Der Tresor ist verschlossen, darum lässt sich die Medienablage nicht nutzen. In den Einstellungen aufschließen.',
  host_account_gone:
    'Die Website der Medienablage ist nicht mehr verbunden. Neu verbinden oder eine andere Ablage wählen.',
  host_account_broken:
    'Die Anmeldung bei der Medienablage {{host}} gilt nicht mehr. Die Website unter „Konten“ neu verbinden.',
  host_no_answer: 'Die Medienablage {{host}} ist nicht erreichbar. Auf Tippfehler und auf die Verbindung sehen.',
  host_endpoint: 'Das ist die Adresse des Dienstes, etwa https://s3.eu-central-1.amazonaws.com.',
  host_endpoint_insecure: 'Sie muss mit https:// beginnen, sonst kann unterwegs jeder die Dateien lesen.',
  host_endpoint_alone: 'Das ist die Adresse des Dienstes allein, ohne den Bucket und ohne etwas dahinter.',
  host_region: 'Das ist ein Name wie eu-central-1 oder auto.',
  host_bucket: 'Das sind 3 bis 63 Kleinbuchstaben, Ziffern, Punkte und Bindestriche.',
  host_prefix: 'Das ist ein Ordner mit einem Schrägstrich am Ende, etwa broadside/, oder leer.',
  host_key: 'Das ist nötig, ohne Leerzeichen.',
  host_not_a_site: 'Das ist kein verbundenes WordPress-Konto.',
  host_none: 'Es gibt keine Medienablage, die sich prüfen ließe. Erst eine wählen.',
  host_address_refused: 'Die Datei ließ sich von ihrer Adresse nicht holen: {{host}} antwortete {{status}}.',
  host_address_silent: 'Die Datei ließ sich von ihrer Adresse nicht holen: Dort antwortete nichts.',
  host_not_public:
    'Von diesem Rechner aus geht es, aber {{host}} ist im Internet nicht zu erreichen; keine Plattform kann von dort holen.',
  host_changes_files: 'Was zurückkam, ist nicht, was hochgeladen wurde: Etwas bei {{host}} verändert Dateien.',
  host_open:
    'Dateien in diesem Bucket kann jeder ohne signierte Adresse lesen. Den öffentlichen Zugriff bei {{host}} sperren; Broadside braucht ihn nicht.',
  host_keeps_versions:
    'Der Bucket behält alte Fassungen, darum bleibt eine gelöschte Datei dort, ungesehen. Die Versionierung abschalten oder alte Fassungen ablaufen lassen.',
  host_file_stays: 'Die Datei ließ sich nach dem Löschen noch holen. {{host}} behält eine Zeit lang eine Kopie.',
}
