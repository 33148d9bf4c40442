### German. Formal address. Text only, no markup; `count` is a number, the rest is text.

## Shared

title-problem = Problem:
field-optional = (optional)
back-to-login = Zurück zur Anmeldung
back-to-app = Zurück zu { $app }
use-another-account = Anderes Konto verwenden
signing-in-as = Sie melden sich als { $user } an.
code-sent-to = Wir haben einen Code an { $destination } geschickt. Es kann eine Minute dauern, bis er ankommt.
code-sent = Geben Sie den Code aus unserer Nachricht ein. Es kann eine Minute dauern, bis sie ankommt.
resend-question = Noch kein Code da?
resend-submit = Erneut senden
footer-privacy = Datenschutz
footer-terms = Nutzungsbedingungen
footer-help = Hilfe

## Labels and hints

label-username = Benutzername
label-email = E-Mail-Adresse
label-phone = Telefonnummer
label-email-or-phone = E-Mail-Adresse oder Telefonnummer
label-username-or-email = Benutzername oder E-Mail-Adresse
label-username-or-phone = Benutzername oder Telefonnummer
label-any-identifier = Benutzername, E-Mail-Adresse oder Telefonnummer
label-password = Passwort
label-new-password = Neues Passwort
label-code = 6-stelliger Code
label-long-code = 8-stelliger Code
hint-phone = Mit Landesvorwahl, zum Beispiel +49 151 23456789.

attribute-email = E-Mail-Adresse
attribute-phone-number = Telefonnummer
attribute-given-name = Vorname
attribute-family-name = Nachname
attribute-middle-name = Zweiter Vorname
attribute-name = Vollständiger Name
attribute-nickname = Spitzname
attribute-preferred-username = Anzeigename
attribute-birthdate = Geburtsdatum
attribute-gender = Geschlecht
attribute-address = Adresse
attribute-locale = Sprache
attribute-zoneinfo = Zeitzone
attribute-picture = Bild (Webadresse)
attribute-profile = Profil (Webadresse)
attribute-website = Website

rule-length = Mindestens { $count } Zeichen
rule-uppercase = Ein Großbuchstabe
rule-lowercase = Ein Kleinbuchstabe
rule-number = Eine Ziffer
rule-symbol = Ein Sonderzeichen, zum Beispiel !
rule-history = Keines Ihrer letzten { $count } Passwörter
rule-not-common = Kein Passwort, das aus einem Datenleck bekannt ist
strength-0 = Ihre Eingabe ist sofort zu erraten.
strength-1 = Ihre Eingabe ist schnell zu erraten.
strength-2 = Ihre Eingabe ist mit etwas Aufwand zu erraten.
strength-3 = Ihre Eingabe ist schwer zu erraten.
strength-4 = Ihre Eingabe ist sehr schwer zu erraten.

## Problems: what is wrong and what to do about it

problem-required = Bitte füllen Sie dieses Feld aus.
problem-not-authorized = Die Angaben stimmen nicht. Prüfen Sie beide und versuchen Sie es noch einmal.
problem-too-many-attempts = { $count ->
    [0] Zu viele Versuche. Warten Sie ein wenig und versuchen Sie es dann noch einmal.
    [one] Zu viele Versuche. Versuchen Sie es in einer Minute noch einmal.
   *[other] Zu viele Versuche. Versuchen Sie es in { $count } Minuten noch einmal.
}
problem-limit-exceeded = Das wurde zu oft angefordert. Warten Sie ein paar Minuten und versuchen Sie es dann noch einmal.
problem-account-locked = Dieses Konto ist nach vielen falschen Passwörtern gesperrt. Legen Sie ein neues Passwort fest, um es zu entsperren.
problem-user-disabled = Dieses Konto ist deaktiviert. Wenden Sie sich an die Betreiber.
problem-user-not-confirmed = Bestätigen Sie zuerst Ihr Konto. Geben Sie den Code ein, den wir Ihnen geschickt haben.
problem-password-reset-required = Sie müssen Ihr Passwort ändern, bevor Sie sich anmelden können. Wir schicken Ihnen einen Code, mit dem Sie ein neues festlegen.
problem-user-not-found = Es gibt kein Konto mit diesem Namen. Prüfen Sie ihn oder erstellen Sie ein Konto.
problem-temporary-password-expired = Dieses vorläufige Passwort gilt nicht mehr. Bitten Sie um ein neues.
problem-already-confirmed = Dieses Konto ist bereits bestätigt. Melden Sie sich an.
problem-no-verified-contact = Zu diesem Konto gibt es keine bestätigte E-Mail-Adresse. Wenden Sie sich an die Betreiber.
problem-recovery-needs-admin = Dieses Konto wurde noch nicht benutzt. Bitten Sie die Betreiber um ein neues vorläufiges Passwort.
problem-code-mismatch = Der Code ist falsch oder zu alt. Prüfen Sie ihn oder fordern Sie einen neuen an.
problem-app-code-mismatch = Das ist nicht der jetzige Code Ihrer App. Warten Sie auf den nächsten und versuchen Sie es noch einmal.
problem-app-code-used = Dieser Code wurde schon benutzt. Warten Sie auf den nächsten.
problem-recovery-code-mismatch = Das ist keiner Ihrer Codes, oder er wurde schon verwendet.
problem-code-expired = Der Code ist zu alt. Fordern Sie einen neuen an.
problem-username-taken = Dieser Name ist vergeben. Wählen Sie einen anderen, oder melden Sie sich an, wenn es Ihrer ist.
problem-alias-taken = Diese Adresse gehört bereits zu einem Konto. Melden Sie sich an oder legen Sie ein neues Passwort fest.
problem-invalid-username = Verwenden Sie Buchstaben, Ziffern und Zeichen, aber keine Leerzeichen.
problem-username-is-email = Wählen Sie einen Namen, der keine E-Mail-Adresse ist.
problem-username-is-phone = Wählen Sie einen Namen, der keine Telefonnummer ist.
problem-invalid-contact = Geben Sie eine E-Mail-Adresse ein oder eine Telefonnummer mit Landesvorwahl.
problem-invalid-email = Geben Sie eine E-Mail-Adresse ein, zum Beispiel ada@example.com.
problem-invalid-phone = Geben Sie die Nummer mit Landesvorwahl ein, zum Beispiel +49 151 23456789.
problem-invalid-date = Geben Sie ein Datum ein, zum Beispiel 1990-12-31.
problem-invalid-value = Dieser Wert geht hier nicht. Prüfen Sie ihn und versuchen Sie es noch einmal.
problem-too-long = Das ist zu lang. Höchstens { $count } Zeichen.
problem-too-short = Das ist zu kurz. Mindestens { $count } Zeichen.
problem-not-a-number = Geben Sie eine Zahl ein.
problem-password-too-short = Verwenden Sie mindestens { $count } Zeichen.
problem-password-too-long = Verwenden Sie höchstens { $count } Zeichen.
problem-password-needs-uppercase = Fügen Sie einen Großbuchstaben hinzu.
problem-password-needs-lowercase = Fügen Sie einen Kleinbuchstaben hinzu.
problem-password-needs-number = Fügen Sie eine Ziffer hinzu.
problem-password-needs-symbol = Fügen Sie ein Sonderzeichen hinzu, zum Beispiel ! oder -.
problem-password-has-spaces-around = Entfernen Sie das Leerzeichen am Anfang oder am Ende.
problem-password-breached = Dieses Passwort ist aus einem Datenleck bekannt. Wählen Sie ein anderes.
problem-password-personal = Das ist Ihrem Namen oder Ihrer Adresse zu ähnlich. Wählen Sie ein anderes.
problem-password-used-before = Dieses Passwort haben Sie schon einmal verwendet. Wählen Sie ein anderes.
problem-session-expired = Das hat etwas lange gedauert, deshalb beginnen wir von vorn. Bitte melden Sie sich noch einmal an.
problem-csrf-stale = Diese Seite war eine Weile offen. Es ist nichts verloren: Senden Sie sie noch einmal ab.
problem-sign-up-disabled = Neue Konten legt hier die Administration an.
problem-delivery-failed = Wir konnten keine Nachricht senden. Versuchen Sie es in ein paar Minuten noch einmal.
problem-number-not-served = An diese Nummer senden wir keine SMS. Bitte nehmen Sie eine andere.
problem-refused = Das wurde nicht angenommen. Versuchen Sie es noch einmal oder wenden Sie sich an die Betreiber dieser App.

## Sign in

login-title = Anmelden
login-heading = Willkommen zurück
login-lead = Melden Sie sich an, um mit { $app } fortzufahren.
login-submit = Anmelden
login-email-code = Code per E-Mail erhalten

login-code-title = Sehen Sie in Ihre E-Mails
login-code-heading = Sehen Sie in Ihre E-Mails
login-code-sent = Wenn { $user } hier ein Konto hat, ist ein Code an dessen E-Mail-Adresse unterwegs.
login-code-lead = Geben Sie den Code ein, oder öffnen Sie den Link in der E-Mail auf diesem Gerät.
login-code-other = Anders anmelden

login-link-title = Anmelden
login-link-heading = Bei { $brand } anmelden
login-link-lead = Sie haben diesen Link angefordert. Drücken Sie auf die Schaltfläche, um fortzufahren.
login-link-elsewhere-title = Geben Sie stattdessen den Code ein
login-link-elsewhere-heading = Geben Sie stattdessen den Code ein
login-link-elsewhere-lead = Dieser Link gilt in dem Browser, in dem Sie ihn angefordert haben. Geben Sie dort den Code aus derselben E-Mail ein. Wenn Sie ihn nicht angefordert haben, schließen Sie diese Seite.
login-link-over-title = Dieser Link gilt nicht mehr
login-link-over-heading = Dieser Link gilt nicht mehr
login-link-over-lead = Er wurde schon verwendet oder ist zu alt. Gehen Sie zurück zu der Seite, auf der Sie sich anmelden, und fordern Sie einen neuen an.
login-forgot = Vergessen?
login-new-here = Neu bei { $brand }?
login-sign-up = Konto erstellen

## Notices after something went well

notice-confirmed = Ihr Konto ist bestätigt. Melden Sie sich an, um fortzufahren.
notice-confirmed-without-password = Ihr Konto ist bestätigt. Wählen Sie ein Passwort, um fortzufahren: Es wurde mehr als eines dafür gewählt.
notice-awaiting-admin = Ihr Konto wurde erstellt. Sie können sich anmelden, sobald die Administration es bestätigt hat.
notice-password-changed = Ihr neues Passwort ist festgelegt. Melden Sie sich damit an.
notice-code-resent = Ein neuer Code ist unterwegs. Der alte gilt nicht mehr.
notice-code-on-its-way = Falls es ein Konto gibt, ist ein Code unterwegs.
notice-refreshed = Die Tokens wurden erneuert.

## Sign up

signup-title = Konto erstellen
signup-heading = Erstellen Sie Ihr Konto
signup-lead = Ein Konto für { $app } und alles, was dazugehört.
signup-submit = Konto erstellen
signup-have-account = Sie haben schon ein Konto?
signup-log-in = Anmelden

## Confirm the account

confirm-title = Code eingeben
confirm-heading = Prüfen Sie Ihre Nachrichten
confirm-submit = Konto bestätigen

## Forgot password

forgot-title = Neues Passwort festlegen
forgot-heading = Passwort vergessen?
forgot-lead = Sagen Sie uns, wer Sie sind, und wir schicken Ihnen einen Code, mit dem Sie ein neues festlegen.
forgot-submit = Code senden

reset-title = Neues Passwort festlegen
reset-heading = Neues Passwort festlegen
reset-code-sent-to = Falls es ein Konto gibt, haben wir einen Code an { $destination } geschickt.
reset-code-sent = Falls es ein Konto gibt, ist ein Code an dessen E-Mail-Adresse oder Telefonnummer unterwegs.
reset-submit = Passwort festlegen

## A temporary password must be changed

new-password-title = Passwort wählen
new-password-heading = Wählen Sie ein eigenes Passwort
new-password-lead = Das Passwort, das Sie bekommen haben, gilt nur einmal.
new-password-submit = Passwort festlegen und fortfahren
## Ein zweiter Faktor

mfa-title = Code Ihrer App eingeben
mfa-heading = Code Ihrer App eingeben
mfa-lead = Öffnen Sie Ihre Authenticator-App und geben Sie die sechs Ziffern ein, die sie zeigt.
mfa-submit = Weiter
mfa-lost = Gerät verloren? Bitten Sie die Betreiber von { $brand }, es für Sie abzuschalten.
mfa-other = Anders fortfahren

mfa-email-title = Sehen Sie in Ihre E-Mails
mfa-email-heading = Sehen Sie in Ihre E-Mails

mfa-choose-title = Wählen Sie, wie es weitergeht
mfa-choose-heading = Wählen Sie, wie es weitergeht
mfa-choose-lead = Ein weiterer Nachweis ist nötig.
mfa-choose-app = Code meiner Authenticator-App
mfa-choose-email = Code per E-Mail an { $destination }
mfa-choose-recovery = Wiederherstellungscode verwenden

mfa-recovery-title = Wiederherstellungscode verwenden
mfa-recovery-heading = Wiederherstellungscode verwenden
mfa-recovery-lead = Geben Sie einen der Codes ein, die Sie notiert haben. Jeder gilt einmal.
label-recovery-code = Wiederherstellungscode

mfa-codes-title = Sichern Sie Ihre Wiederherstellungscodes
mfa-codes-heading = Sichern Sie Ihre Wiederherstellungscodes
mfa-codes-lead = Wenn Sie Ihr Gerät verlieren, können Sie sich mit jedem dieser Codes einmal bei { $brand } anmelden. Notieren oder drucken Sie sie jetzt: Sie werden nicht noch einmal gezeigt.
mfa-codes-submit = Ich habe sie gesichert

mfa-setup-title = Authenticator-App einrichten
mfa-setup-heading = Schützen Sie Ihr Konto
mfa-setup-lead = { $brand } verlangt bei jeder Anmeldung einen zweiten Nachweis: einen Code der Authenticator-App auf Ihrem Telefon.
mfa-setup-scan = Scannen Sie dieses Bild mit Ihrer Authenticator-App.
mfa-setup-type = Geben Sie die sechs Ziffern ein, die die App zeigt.
mfa-setup-qr = QR-Code für Ihre Authenticator-App
mfa-setup-no-camera = Keine Kamera, oder ist die App auf diesem Gerät?
mfa-setup-secret = Tippen Sie diesen Schlüssel in die App. Wählen Sie „zeitbasiert“, wenn sie fragt.
mfa-setup-open-app = App auf diesem Gerät öffnen
mfa-setup-submit = Einrichten und weiter

## Already signed in

continue-title = Konto auswählen
continue-heading = Konto auswählen
continue-lead = um mit { $app } fortzufahren
continue-as = Als { $user } fortfahren

## Sign out

signed-out-title = Abgemeldet
signed-out-heading = Sie sind abgemeldet
signed-out-lead = Ihre Sitzung bei { $brand } ist beendet. Schließen Sie an einem gemeinsam genutzten Computer auch den Browser.
signed-out-again = Erneut anmelden
sign-out-title = Abmelden
sign-out-heading = Abmelden?
sign-out-lead = Um weiterzumachen, müssen Sie sich danach wieder anmelden.
sign-out-lead-as = Sie sind als { $user } angemeldet. Um weiterzumachen, müssen Sie sich danach wieder anmelden.
sign-out-submit = Abmelden
sign-out-stay = Angemeldet bleiben

## Errors

error-reference = Referenz:
error-for-developers = Für die Entwickler der App
error-start-again = Von vorn beginnen
error-heading = Etwas stimmt nicht
error-words = Hier ging es nicht weiter. Kehren Sie zur App zurück und versuchen Sie es noch einmal.
error-request-heading = Dieser Link funktioniert nicht
error-request-words = Die App hat die Anmeldung auf eine Weise angefordert, die wir nicht beantworten können. Versuchen Sie es von dort noch einmal; hilft das nicht, müssen die Entwickler der App es beheben.
error-not-found-heading = Hier ist nichts
error-not-found-words = Vielleicht ist die Adresse vertippt, oder die Seite ist umgezogen.
error-expired-heading = Diese Seite ist zu alt
error-expired-words = Zu Ihrer Sicherheit gilt sie nur eine Zeit lang. Kehren Sie zur App zurück und beginnen Sie von vorn.
error-origin-heading = Wir konnten nicht prüfen, woher das kam
error-origin-words = Öffnen Sie die Seite neu und senden Sie das Formular von dort. Vielleicht ist eine Browser-Erweiterung im Weg.
error-cookies-heading = Cookies sind ausgeschaltet
error-cookies-words = Die Anmeldung braucht Cookies von dieser Website. Erlauben Sie sie und versuchen Sie es dann noch einmal.
error-too-many-heading = Zu viele Anfragen
error-too-many-words = Warten Sie eine Minute und versuchen Sie es dann noch einmal.
error-internal-heading = Das hat nicht geklappt, und es liegt an uns
error-internal-words = Versuchen Sie es gleich noch einmal. Wenn es wieder passiert, nennen Sie den Betreibern dieser App die Referenz unten.

detail-unknown-client = Die client_id fehlt oder ist unbekannt, oder der Client gehört zu einem anderen Pool als dem in der Adresse.
detail-redirect-mismatch = Die redirect_uri ist keine der Callback-URLs des Clients. Sie werden Zeichen für Zeichen verglichen, auch der Schrägstrich am Ende.
detail-redirect-missing = Es gibt keine redirect_uri, und der Client hat mehrere Callback-URLs, aber keine voreingestellte.
detail-invalid-request = Die Parameter der Anfrage sind nicht lesbar: Prüfen Sie Kodierung, Anzahl und Länge.
detail-forbidden = Ein Formular wurde ohne gültigen _csrf-Wert oder von einem anderen Ursprung gesendet. Die Formulare dieser Seiten lassen sich nicht von anderswo senden.
detail-wrong-method = Diese Adresse nimmt eine andere HTTP-Methode. Der Header Allow nennt die möglichen.

busy-title = Einen Moment
busy-heading = Gerade melden sich viele Menschen an
busy-lead = Es ist nichts verloren. Warten Sie ein paar Sekunden und versuchen Sie es dann noch einmal.
busy-retry = Noch einmal versuchen

## The pages of `vestibule dev`

dev-title = Willkommen
dev-tag = Entwicklungsserver
dev-heading = Ihr Anmeldedienst läuft
dev-lead = Das ist Vestibule auf Ihrem eigenen Rechner: ein Benutzerpool, Anmeldeseiten und die Cognito-API, dazu eine Demo-App zum Ausprobieren.
dev-demo = Demo-App öffnen
dev-demo-words = Meldet sich an wie jede App und zeigt die Tokens, die sie bekommen hat.
dev-sign-up = Konto erstellen
dev-sign-up-words = Der Code kommt in diesem Postfach an.
dev-login = Anmeldeseite ansehen
dev-login-words = Was die Menschen sehen, die Ihre App benutzen.
dev-mailbox = Postfach lesen
dev-mailbox-words = Alle Mails dieses Servers, die neueste zuerst.
dev-facts = Was Ihre App wissen muss
dev-api = Mit der API sprechen
dev-api-words = Cognito-Clients brauchen nur diesen Endpunkt, solange sie mit Passwort anmelden (USER_PASSWORD_AUTH); SRP und MFA gibt es noch nicht. Der Schlüssel der Administration stand beim ersten Start einmal im Terminal; einen weiteren erzeugt „vestibule admin create-access-key“.
dev-loopback = Dieser Server antwortet nur auf diesem Rechner. Seine Daten liegen im Ordner „data“; löschen Sie ihn, um neu zu beginnen.
fact-pool = Benutzerpool-ID
fact-client = App-Client-ID
fact-issuer = Aussteller
fact-region = Region
fact-endpoint = API-Endpunkt
fact-discovery = Discovery
fact-keys = Öffentliche Schlüssel

demo-title = Demo-App
demo-tag = Demo-App
demo-heading = Bestellungen
demo-lead = Eine kleine App ohne eigene Passwörter. Sie schickt Menschen zur Anmeldeseite und bekommt Tokens zurück.
demo-sign-in = Anmelden
demo-home = Über diesen Server
demo-step-1 = Der Browser geht mit PKCE-Challenge, state und nonce zur Anmeldeseite.
demo-step-2 = Er kommt mit einem Code zurück, den die App gegen Tokens eintauscht.
demo-step-3 = Die App prüft das ID-Token mit den veröffentlichten Schlüsseln und ruft userInfo auf.
demo-sign-up = Konto erstellen
demo-failed-discovery = Die App konnte die Selbstbeschreibung des Servers nicht lesen.
demo-failed-state = Die Antwort gehört zu keiner Anmeldung, die dieser Browser hier begonnen hat, oder sie wurde schon benutzt.
demo-failed-issuer = Die Antwort sagt nicht, dass sie von dem Server kommt, dem diese App vertraut.
demo-failed-answer = Die Antwort ist unvollständig.
demo-failed-refused = Der Server hat mit einem Fehler geantwortet.
demo-failed-exchange = Der Code ließ sich nicht gegen Tokens eintauschen.
demo-failed-id-token = Das ID-Token hat die Prüfungen nicht bestanden.
demo-failed-user-info = userInfo hat nicht für die Person im ID-Token geantwortet.
demo-failed-refresh = Für das Refresh-Token gab es keine neuen Tokens.
demo-failed-form = Dieser Knopf wurde nicht auf der Seite gedrückt, wie sie jetzt ist.
demo-retry = Dadurch wurde niemand angemeldet. Versuchen Sie es noch einmal.
demo-expires = Das Access-Token gilt bis { $time }.
demo-expired = Das Access-Token galt bis { $time }. Erneuern Sie es.
demo-hello = Hallo, { $user }
demo-verified = Das ID-Token wurde mit den veröffentlichten Schlüsseln geprüft. Das weiß die App jetzt.
demo-refresh = Tokens erneuern
demo-sign-out = Abmelden
demo-raw = Das Token selbst
token-id = ID-Token
token-id-words = Wer Sie sind, für die App. Wird nie an APIs geschickt.
token-access = Access-Token
token-access-words = Was die App darf, für APIs. Hier nur lesbar gemacht: Prüfen muss es die API, die es bekommt.
token-refresh = Refresh-Token
token-refresh-words = Holt neue Tokens ohne Ihr Zutun. Die App hält es geheim, deshalb wird es nicht gezeigt.
token-user-info = userInfo
token-user-info-words = Was der userInfo-Endpunkt auf das Access-Token geantwortet hat.

mailbox-title = Postfach
mailbox-heading = Postfach
mailbox-lead = Mails und SMS, die dieser Server verschickt hätte. Nichts davon verlässt Ihren Rechner.
mailbox-sms = SMS, { $count ->
    [one] ein Teil
   *[other] { $count } Teile
}
mailbox-reload = Neu laden
mailbox-to = an { $to }
mailbox-open = Mail lesen
mailbox-empty = Noch keine Mails
mailbox-empty-words = Erstellen Sie ein Konto oder fordern Sie ein neues Passwort an, dann erscheint die Mail hier.

## Mail

mail-greeting-code = Ihr Code
mail-lifetime-minutes = Gültigkeit: { $count ->
    [one] eine Minute
   *[other] { $count } Minuten
}.
mail-lifetime-hours = Gültigkeit: { $count ->
    [one] eine Stunde
   *[other] { $count } Stunden
}.
mail-lifetime-days = Gültigkeit: { $count ->
    [one] ein Tag
   *[other] { $count } Tage
}.
mail-never-share = Wir fragen Sie nie per Telefon oder Mail nach diesem Code. Geben Sie ihn niemandem.
mail-sent-by = Gesendet von { $brand }, weil mit dieser Adresse etwas unternommen wurde.
mail-sign-in = Anmelden
mail-username = Benutzername
mail-temporary-password = Vorläufiges Passwort

mail-sign-up-subject = { $code } ist Ihr Code für { $brand }
mail-sign-up-heading = Bestätigen Sie Ihr Konto
mail-sign-up-words = Geben Sie diesen Code auf der Seite ein, auf der Sie Ihr Konto erstellt haben.
mail-sign-up-not-you = Wenn Sie kein Konto erstellt haben, müssen Sie nichts tun: Ohne den Code bleibt es geschlossen.

mail-resend-code-subject = { $code } ist Ihr neuer Code für { $brand }
mail-resend-code-heading = Ihr neuer Code
mail-resend-code-words = Geben Sie ihn auf der Seite ein, auf der Sie ihn angefordert haben. Frühere Codes gelten nicht mehr.
mail-resend-code-not-you = Wenn Sie keinen Code angefordert haben, müssen Sie nichts tun.

mail-forgot-password-subject = { $code } ist Ihr Passwort-Code für { $brand }
mail-forgot-password-heading = Neues Passwort festlegen
mail-forgot-password-words = Geben Sie diesen Code dort ein, wo Sie ein neues Passwort festlegen wollten.
mail-forgot-password-not-you = Wenn Sie das nicht angefordert haben, gilt Ihr Passwort unverändert und Sie müssen nichts tun.

mail-invitation-subject = Ihr Konto bei { $brand }
mail-invitation-heading = Für Sie wurde ein Konto angelegt
mail-invitation-words = Melden Sie sich mit dem Passwort unten an. Sie werden dann gebeten, ein eigenes zu wählen, und dieses gilt nicht mehr.
mail-invitation-not-you = Wenn Sie damit nicht gerechnet haben, tun Sie nichts: Ohne Sie kann niemand das Konto benutzen.

mail-password-changed-subject = Ihr Passwort bei { $brand } wurde geändert
mail-password-changed-heading = Ihr Passwort wurde geändert
mail-password-changed-words = Das Passwort von { $user } wurde eben geändert. Wenn Sie das waren, müssen Sie nichts tun.
mail-password-changed-not-you = Wenn Sie es nicht waren, legen Sie sofort mit „Vergessen?“ auf der Anmeldeseite ein neues Passwort fest und benachrichtigen Sie die Betreiber von { $brand }.
mail-first-code-subject = { $code } ist Ihr Anmeldecode für { $brand }
mail-first-code-heading = Ihr Anmeldecode
mail-first-code-words = Geben Sie ihn auf der Seite ein, auf der Sie sich als { $user } anmelden.
mail-first-code-link-words = Auf dem Gerät, auf dem Sie ihn angefordert haben, tut dieser Link dasselbe:
mail-first-code-not-you = Wenn Sie sich gerade nicht anmelden, müssen Sie nichts tun. Wer Sie nach dem Code fragt, kommt nicht von uns.

mail-second-factor-code-subject = { $code } ist Ihr Anmeldecode für { $brand }
mail-second-factor-code-heading = Ihr Anmeldecode
mail-second-factor-code-words = Geben Sie ihn ein, um die Anmeldung als { $user } abzuschließen.
mail-second-factor-code-not-you = Wenn Sie sich gerade nicht anmelden, kennt jemand Ihr Passwort: Legen Sie ein neues fest.

mail-recovery-code-used-subject = Ein Wiederherstellungscode Ihres Kontos bei { $brand } wurde verwendet
mail-recovery-code-used-heading = Ein Wiederherstellungscode wurde verwendet
mail-recovery-code-used-words = Jemand hat sich eben mit einem Wiederherstellungscode als { $user } angemeldet. Wenn Sie das waren, müssen Sie nichts tun.
mail-recovery-code-used-left = { $count ->
    [0] Es ist kein Code übrig.
    [one] Ein Code ist übrig.
   *[other] { $count } Codes sind übrig.
}
mail-recovery-code-used-few = Erzeugen Sie bald neue.
mail-recovery-code-used-not-you = Wenn Sie es nicht waren, hat jemand Ihr Passwort und Ihre Codes: Legen Sie sofort ein neues Passwort fest und benachrichtigen Sie die Betreiber von { $brand }.

mail-second-factors-reset-subject = Die zweiten Faktoren Ihres Kontos bei { $brand } wurden entfernt
mail-second-factors-reset-heading = Ihre zweiten Faktoren wurden entfernt
mail-second-factors-reset-words = Die zweiten Faktoren, Wiederherstellungscodes und Passkeys von { $user } wurden eben von der Verwaltung entfernt, damit Sie neue einrichten können.
mail-second-factors-reset-not-you = Wenn Sie nicht darum gebeten haben, benachrichtigen Sie sofort die Betreiber von { $brand }.

mail-second-factor-added-subject = Ihrem Konto bei { $brand } wurde ein zweiter Faktor hinzugefügt
mail-second-factor-added-heading = Ein zweiter Faktor wurde hinzugefügt
mail-second-factor-added-words = Für { $user } wurde eben ein weiterer Nachweis eingerichtet, etwa eine Authenticator-App oder ein Telefon. Wenn Sie das waren, müssen Sie nichts tun.
mail-second-factor-added-not-you = Wenn Sie es nicht waren, kennt jemand Ihr Passwort: Legen Sie sofort mit „Vergessen?“ auf der Anmeldeseite ein neues fest und benachrichtigen Sie die Betreiber von { $brand }.

mail-passkey-added-subject = Ihrem Konto bei { $brand } wurde ein Passkey hinzugefügt
mail-passkey-added-heading = Ein Passkey wurde hinzugefügt
mail-passkey-added-words = Eben wurde ein Passkey hinzugefügt, mit dem man sich als { $user } anmelden kann. Wenn Sie das waren, müssen Sie nichts tun.
mail-passkey-added-not-you = Wenn Sie es nicht waren, war jemand in Ihrem Namen angemeldet: Legen Sie sofort mit „Vergessen?“ auf der Anmeldeseite ein neues Passwort fest und benachrichtigen Sie die Betreiber von { $brand }.

mail-passkey-removed-subject = Von Ihrem Konto bei { $brand } wurde ein Passkey entfernt
mail-passkey-removed-heading = Ein Passkey wurde entfernt
mail-passkey-removed-words = Ein Passkey von { $user } wurde eben entfernt und öffnet nichts mehr. Wenn Sie das waren, müssen Sie nichts tun.
mail-passkey-removed-not-you = Wenn Sie es nicht waren, war jemand in Ihrem Namen angemeldet: Legen Sie sofort mit „Vergessen?“ auf der Anmeldeseite ein neues Passwort fest und benachrichtigen Sie die Betreiber von { $brand }.

mail-email-changed-subject = Ihre E-Mail-Adresse bei { $brand } wurde geändert
mail-email-changed-heading = Ihre E-Mail-Adresse wurde geändert
mail-email-changed-words = Das Konto von { $user } hat jetzt eine andere E-Mail-Adresse. Wenn Sie das waren, müssen Sie nichts tun.
mail-email-changed-not-you = Wenn Sie es nicht waren, benachrichtigen Sie sofort die Betreiber von { $brand }.

mail-account-exists-subject = Sie haben schon ein Konto bei { $brand }
mail-account-exists-heading = Sie haben schon ein Konto
mail-account-exists-words = Jemand, vielleicht Sie selbst, wollte mit dieser Adresse ein Konto erstellen. Es gibt schon eines, deshalb wurde nichts geändert. Melden Sie sich an, oder legen Sie mit „Vergessen?“ auf der Anmeldeseite ein neues Passwort fest.
mail-account-exists-not-you = Wenn Sie es nicht waren, müssen Sie nichts tun.

## Text messages

sms-sign-up = { $code } ist Ihr Code, um Ihr Konto bei { $brand } zu bestätigen.
sms-verify-number = { $code } ist Ihr Code, um diese Nummer bei { $brand } zu bestätigen.
sms-forgot-password = { $code } ist Ihr Code für ein neues Passwort bei { $brand }. Nicht angefordert? Dann ist nichts zu tun.
sms-invitation = { $brand } hat ein Konto für Sie angelegt.

## Passkeys

login-passkey = Mit Passkey anmelden
mfa-choose-passkey = Meinen Passkey verwenden
mfa-passkey-title = Verwenden Sie Ihren Passkey
mfa-passkey-heading = Verwenden Sie Ihren Passkey
mfa-passkey-lead = Ihr Gerät fragt nach Ihrem Finger, Ihrem Gesicht oder seiner PIN.
mfa-passkey-submit = Passkey verwenden
mfa-passkey-without = Wählen Sie unten einen anderen Weg.
signed-in-as = Sie sind als { $user } angemeldet.
passkeys-need-script = Passkeys brauchen JavaScript und einen Browser, der sie kennt. Beides zusammen fehlt hier.
passkeys-add-title = Passkey hinzufügen
passkeys-add-heading = Passkey hinzufügen
passkeys-add-done-heading = Ihr Passkey ist bereit
passkeys-add-lead = Damit melden Sie sich bei { $brand } mit Finger, Gesicht oder der PIN Ihres Geräts an: nichts zu merken und nichts, was gestohlen werden könnte.
passkeys-add-submit = Passkey erstellen
passkeys-add-skip = Jetzt nicht
passkeys-add-next = Weiter zu { $app }
passkeys-add-too-many = Sie haben so viele Passkeys, wie man haben kann. Entfernen Sie einen, bevor Sie einen weiteren hinzufügen.
passkeys-add-not-here = Passkeys werden hier nicht verwendet.
label-passkey-name = Name des Passkeys
hint-passkey-name = Damit Sie ihn später wiedererkennen: „Telefon“ oder „Laptop bei der Arbeit“.
notice-passkey-added = Wählen Sie beim nächsten Mal „Mit Passkey anmelden“.
passkey-failed = Daraus wurde nichts: Es wurde abgebrochen oder dauerte zu lange, oder dieses Gerät hat keinen passenden Passkey. Versuchen Sie es noch einmal, oder gehen Sie einen anderen Weg.
problem-passkey-refused = Dieser Passkey öffnet hier kein Konto. Versuchen Sie es noch einmal, oder gehen Sie einen anderen Weg.
problem-passkey-known = Dieses Gerät hat schon einen Passkey für Ihr Konto.
problem-passkey-holder-not-verified = Dieses Gerät hat nicht geprüft, ob Sie es sind. Richten Sie darauf PIN, Finger oder Gesicht ein, oder nehmen Sie ein anderes.
problem-passkey-not-added = Dieser Passkey konnte nicht hinzugefügt werden. Versuchen Sie es noch einmal, oder nehmen Sie ein anderes Gerät.
problem-passkey-too-late = Das hat zu lange gedauert. Versuchen Sie es noch einmal.
mail-password-changed-passkeys = { $count ->
    [one] Ein Passkey öffnet dieses Konto weiterhin.
   *[other] { $count } Passkeys öffnen dieses Konto weiterhin.
} Wenn Sie einen davon nicht kennen, entfernen Sie ihn.

## Codes per SMS bei der Anmeldung

sms-sign-in = { $code } ist Ihr Code zum Anmelden bei { $brand }. Geben Sie ihn niemandem.
login-sms-code = Code per SMS erhalten
login-sms-title = Sehen Sie auf Ihr Telefon
login-sms-heading = Sehen Sie auf Ihr Telefon
login-sms-sent = Wenn { $user } hier ein Konto hat, ist ein Code an dessen Telefonnummer unterwegs.
login-sms-lead = Geben Sie den Code aus der SMS ein.
mfa-sms-title = Sehen Sie auf Ihr Telefon
mfa-sms-heading = Sehen Sie auf Ihr Telefon
mfa-choose-sms = Code per SMS an { $destination }

## Ein zweiter Faktor wird beim Anmelden gewählt und eingerichtet

mfa-enrol-title = Schützen Sie Ihr Konto
mfa-enrol-heading = Schützen Sie Ihr Konto
mfa-enrol-lead = { $brand } verlangt bei jeder Anmeldung einen zweiten Nachweis. Wählen Sie, welcher das sein soll.
mfa-enrol-app = Authenticator-App einrichten
mfa-enrol-email = Code an diese Adresse senden
mfa-enrol-sms = Code per SMS an diese Nummer
mfa-setup-other = Etwas anderes wählen
## The account page

notice-prove-again = Bitte weisen Sie sich zu Ihrer Sicherheit noch einmal aus.
fact-account = Kontoseite
account-nav = Ihr Konto
account-nav-overview = Übersicht
account-nav-profile = Profil
account-nav-security = Sicherheit
account-nav-sessions = Sitzungen
account-nav-activity = Aktivität
account-nav-data = Ihre Daten
account-signed-in-as = Angemeldet als { $user }
account-sign-out = Abmelden
account-cancel = Abbrechen
account-save = Speichern
account-change = Ändern
account-add = Hinzufügen
account-remove = Entfernen
account-none = Keine
account-proven = Bestätigt
account-unproven = Nicht bestätigt
account-title = Ihr Konto
account-heading = Guten Tag, { $user }
account-lead = Hier sehen Sie, was { $brand } über Sie weiß, und ändern, was Sie ändern können.
account-since = Seit
account-last-used = zuletzt verwendet
account-never-used = noch nie verwendet
account-tile-profile = Ihr Name und wie Sie erreichbar sind
account-tile-one-factor = Bei der Anmeldung wird nach einem Nachweis gefragt
account-tile-two-factors = Bei der Anmeldung wird nach zwei Nachweisen gefragt
account-tile-passkeys = { $count ->
    [0] Sie haben noch keinen.
    [one] Sie haben einen.
   *[other] Sie haben { $count }.
}
account-tile-sessions = { $count ->
    [one] Sie sind nur in diesem Browser angemeldet
   *[other] Sie sind in { $count } Browsern angemeldet
}
account-tile-activity = Was zuletzt geschah
account-tile-data = Ihre Daten mitnehmen oder das Konto löschen
account-warning-unproven = Ihre E-Mail-Adresse ist nicht bestätigt.
account-warning-second = Richten Sie einen zweiten Faktor ein.
account-warning-codes = Sie haben keine Wiederherstellungscodes.
account-agent-unknown = Unbekannter Browser
account-sessions-title = Wo Sie angemeldet sind
account-sessions-heading = Wo Sie angemeldet sind
account-sessions-lead = Wenn Sie etwas davon nicht kennen, melden Sie es ab und ändern Sie Ihr Passwort.
account-sessions-browsers = Browser
account-sessions-here = Dieser
account-sessions-end-one = Den vom { $when } abmelden
account-sessions-apps = Anwendungen
account-sessions-apps-words = Sie handeln für Sie, bis Sie das zurücknehmen, auch wenn Sie abgemeldet sind.
account-sessions-take-back = Zurücknehmen
account-sessions-end-app = Zurücknehmen, was { $app } darf
account-sessions-all = Alle auf einmal
account-sessions-all-words = Auch Apps werden abgemeldet.
account-sessions-end-others = Überall außer hier
account-sessions-end-everything = Überall
account-notice-ended = Erledigt. Es kann nicht mehr verwendet werden.
account-notice-saved = Gespeichert.
account-notice-password = Ihr Passwort ist gesetzt. Überall sonst sind Sie abgemeldet.
account-notice-proven = Danke, das ist bestätigt.
account-notice-code-sent = Ein neuer Code ist unterwegs.
account-notice-factor-removed = Entfernt. Danach wird nicht mehr gefragt.
account-notice-app-added = Ihre Authenticator-App ist eingerichtet. Bewahren Sie diese Wiederherstellungscodes für den Tag auf, an dem Sie sie nicht zur Hand haben.
account-notice-codes = Ihre Wiederherstellungscodes sind erstellt.
account-notice-passkey-removed = Der Passkey ist entfernt. Er öffnet nichts mehr.
account-profile-lead = Was { $brand } und seine Apps über Sie wissen.
account-profile-contacts = Wie Sie erreichbar sind
account-profile-about = Über Sie
account-pending = { $address } tritt an ihre Stelle, sobald Sie den Code eingeben, den wir dorthin geschickt haben.
account-enter-code = Code eingeben
label-new-email = Neue E-Mail-Adresse
label-new-phone-number = Neue Telefonnummer
account-contact-held = Zurzeit ist es { $address }.
account-contact-lead = Wir schicken einen Code an die neue. Bis Sie ihn eingeben, ändert sich nichts.
account-contact-waits = Wir haben einen Code an { $address } geschickt. Bis Sie ihn eingeben, ändert sich nichts.
account-contact-verify = Bestätigen
account-contact-keep = Die alte behalten
account-contact-submit = Code senden
account-contact-prove = Die jetzige bestätigen
label-current-password = Ihr jetziges Passwort
account-password-title = Ihr Passwort
account-password-heading = Passwort ändern
account-password-first = Passwort festlegen
account-password-lead = Alles andere, was für Ihr Konto offen ist, wird abgemeldet.
account-password-submit = Passwort setzen
account-security-lead = Womit Sie sich bei der Anmeldung ausweisen.
account-security-first = Zum Anmelden
account-security-password-set = Sie haben eines.
account-security-password-none = Sie melden sich ohne Passwort an.
account-security-password-new = Festlegen
account-security-passkeys = Ihre Passkeys
account-security-manage = Verwalten
account-security-second = Zweite Faktoren
account-security-second-optional = Danach wird nach dem ersten Nachweis gefragt, damit ein gestohlenes Passwort allein nichts öffnet.
account-security-second-required = Hier wird jeder danach gefragt, damit ein gestohlenes Passwort allein nichts öffnet.
account-factor-app = Authenticator-App
account-factor-email = Code per E-Mail
account-factor-sms = Code per SMS
account-factor-on = Eingeschaltet
account-factor-first = Zuerst gefragt
account-factor-app-set = Zeigt alle 30 Sekunden einen neuen Code.
account-factor-app-words = Eine App auf Ihrem Telefon zeigt alle 30 Sekunden einen neuen Code. Sie braucht kein Netz.
account-factor-goes-to = Geht an { $destination }.
account-factor-needs-email = Braucht eine bestätigte E-Mail-Adresse.
account-factor-needs-phone = Braucht eine bestätigte Telefonnummer.
account-factor-prefer = Zuerst fragen
account-factor-turn-on = Einschalten
account-factor-turn-off = Ausschalten
account-factor-set-up = Einrichten
account-app-lead = Ihre App zeigt alle 30 Sekunden einen neuen Code, auch ohne Netz. Künftig werden Sie bei der Anmeldung danach gefragt.
account-app-submit = Einschalten
account-codes-title = Wiederherstellungscodes
account-codes-lead = Jeder öffnet Ihr Konto einmal, anstelle eines zweiten Faktors, den Sie nicht zur Hand haben. Bewahren Sie sie dort auf, wo sonst niemand nachsieht.
account-codes-made = Sie werden nur dieses eine Mal gezeigt. Schreiben Sie sie auf, drucken Sie diese Seite oder speichern Sie sie als Datei.
account-codes-left = { $count ->
    [0] Sie haben keine.
    [one] Sie haben noch einen.
   *[other] Sie haben noch { $count }.
}
account-codes-few = Neue erstellen
account-codes-replace = Wenn Sie neue erstellen, gelten diese nicht mehr.
account-codes-make = Neue Codes erstellen
account-codes-download = Als Datei speichern
account-codes-done = Ich habe sie aufbewahrt
account-passkeys-lead = Sie melden sich mit Finger, Gesicht oder der PIN Ihres Geräts an. Einen Passkey kann niemand abfischen.
account-passkeys-none = Sie haben noch keinen Passkey.
account-passkeys-add = Passkey hinzufügen
account-passkeys-backed-up = Synchronisiert
account-passkeys-remove = { $name } entfernen
account-activity-lead = Was mit Ihrem Konto bei { $brand } geschah. Wenn etwas davon nicht von Ihnen war, ändern Sie Ihr Passwort.
account-activity-none = Noch ist nichts geschehen.
account-activity-admin = Durch die Verwaltung
account-activity-earlier = Früheres
account-activity-newest = Neuestes
account-data-lead = Sie gehören Ihnen: Nehmen Sie sie mit, oder lassen Sie sich von { $brand } vergessen.
account-data-download = Daten herunterladen
account-data-download-words = Ihr Profil, Ihre Faktoren, Sitzungen, Apps und Aktivitäten als JSON-Datei. Passwörter und Codes sind nicht dabei.
account-delete-title = Konto löschen
account-delete-words = Es kann nicht zurückgeholt werden.
account-delete-lead = Alles, was { $brand } zu Ihrem Konto aufbewahrt, wird gelöscht, und Sie werden überall abgemeldet. Das kann nicht rückgängig gemacht werden.
account-delete-confirm = Geben Sie zur Sicherheit { $user } ein.
label-confirm-account = Name Ihres Kontos
account-delete-submit = Endgültig löschen
account-delete-keep = Behalten
problem-account-gone = Das gibt es nicht mehr. Sehen Sie noch einmal nach.
problem-current-password = Das ist nicht Ihr Passwort.
problem-same-address = Die haben Sie schon.
problem-address-taken = Die gehört schon zu einem anderen Konto.
problem-undeliverable = Dorthin können wir nichts schicken.
problem-last-factor = Hier brauchen Sie einen zweiten Faktor, und dies ist Ihr einziger. Richten Sie zuerst einen anderen ein.
problem-factor-not-ready = Richten Sie ihn zuerst ein, oder bestätigen Sie die Adresse.
problem-no-second-factor = Richten Sie zuerst einen zweiten Faktor ein.
problem-confirm-account = Das ist nicht der Name Ihres Kontos.
account-security-devices = Bekannte Browser
account-security-devices-words = Wo Sie sich schon angemeldet haben.
account-devices-lead = Browser, in denen Sie sich angemeldet haben. Einer, den Sie nicht kennen, gehört nicht hierher: Vergessen Sie ihn, und ändern Sie Ihr Passwort.
account-devices-stands-in = Ersetzt den zweiten Faktor
account-devices-none = Sie haben sich noch nirgends angemeldet.
account-devices-forget = Vergessen
account-devices-forget-one = { $name } vergessen
account-devices-forget-all = Alle vergessen
account-devices-name = Neuer Name
account-devices-rename = Anders nennen
account-notice-forgotten = Vergessen. Bei der nächsten Anmeldung dort wird nach allem gefragt.
problem-name-invalid = Nehmen Sie einen Namen von 1 bis 64 Zeichen.
activity-device-remembered = Ein Browser wurde gemerkt
activity-device-forgotten = Ein Browser wurde vergessen
activity-device-stood-in = Ein bekannter Browser ersetzte Ihren zweiten Faktor
activity-user-signed-up = Sie haben sich registriert
activity-user-confirmed = Ihr Konto wurde bestätigt
activity-user-created = Ihr Konto wurde angelegt
activity-user-updated = Ihr Profil wurde geändert
activity-user-alias-moved = Eine Adresse von Ihnen ging an ein anderes Konto
activity-user-enabled = Ihr Konto wurde freigegeben
activity-user-disabled = Ihr Konto wurde gesperrt
activity-sign-in-completed = Sie haben sich angemeldet
activity-sign-in-failed = Eine Anmeldung ist fehlgeschlagen
activity-password-changed = Ihr Passwort wurde gesetzt
activity-factor-registered = Ein zweiter Faktor wurde eingerichtet
activity-factor-removed = Ein zweiter Faktor wurde entfernt
activity-factor-changed = Ein zweiter Faktor wurde ein- oder ausgeschaltet
activity-factor-recovery-codes-made = Wiederherstellungscodes wurden erstellt
activity-factor-recovery-code-used = Ein Wiederherstellungscode wurde verwendet
activity-factor-reset = Ihre zweiten Faktoren wurden entfernt
activity-passkey-added = Ein Passkey wurde hinzugefügt
activity-passkey-removed = Ein Passkey wurde entfernt
activity-passkey-count-went-back = Ein Passkey wurde abgelehnt: Vielleicht gibt es eine Kopie davon
activity-recovery-requested = Ein neues Passwort wurde angefordert
activity-session-signed-out = Ein Browser wurde abgemeldet
activity-user-signed-out-everywhere = Sie wurden überall abgemeldet
activity-user-signed-out-elsewhere = Sie wurden überall bis auf einen Browser abgemeldet
activity-grant-replay-detected = Eine App zeigte etwas Gestohlenes und wurde abgemeldet
activity-grant-revoked = Eine App wurde abgemeldet

mail-second-factor-removed-subject = Ein zweiter Faktor Ihres { $brand }-Kontos wurde entfernt
mail-second-factor-removed-heading = Ein zweiter Faktor wurde entfernt
mail-second-factor-removed-words = Die Authenticator-App von { $user } wurde soeben entfernt. Wenn Sie das waren, ist nichts zu tun.
mail-second-factor-removed-not-you = Wenn Sie es nicht waren, war jemand als Sie angemeldet: Legen Sie sofort ein neues Passwort fest, mit „Vergessen?“ auf der Anmeldeseite, und sagen Sie es denen, die { $brand } betreiben.

mail-account-deleted-subject = Ihr { $brand }-Konto wurde gelöscht
mail-account-deleted-heading = Ihr Konto wurde gelöscht
mail-account-deleted-words = Das Konto von { $user } wurde soeben gelöscht, mit allem, was dazu gehörte.
mail-account-deleted-not-you = Wenn Sie es nicht waren, sagen Sie es sofort denen, die { $brand } betreiben.

## Gemerkte Geräte

remember-device = Dieses Gerät merken
remember-device-note = Auf ihm werden Sie { $count } Tage lang nicht nach einem Code gefragt. Lassen Sie das Feld leer, wenn auch andere diesen Computer benutzen.

## Risiko von Anmeldungen

problem-too-risky = Diese Anmeldung wurde zu Ihrer Sicherheit abgebrochen. Melden Sie sich mit einem Gerät und von einem Ort an, von dem Sie sich schon angemeldet haben, oder wenden Sie sich an die Betreiber.
mail-sign-in-blocked-subject = Eine Anmeldung bei Ihrem Konto bei { $brand } wurde abgebrochen
mail-sign-in-blocked-heading = Wir haben eine Anmeldung abgebrochen
mail-sign-in-blocked-words = Jemand hat das richtige Passwort von { $user } eingegeben, aber mit einem neuen Gerät oder von einem neuen Ort aus. Deshalb haben wir die Anmeldung nicht zugelassen.
mail-sign-in-questioned-subject = Eine Anmeldung bei Ihrem Konto bei { $brand } von einem neuen Ort
mail-sign-in-questioned-heading = Wir haben nach einem zweiten Nachweis gefragt
mail-sign-in-questioned-words = Jemand hat das richtige Passwort von { $user } eingegeben, aber mit einem neuen Gerät oder von einem neuen Ort aus. Deshalb haben wir nach einem zweiten Nachweis gefragt.
mail-sign-in-noticed-subject = Neue Anmeldung bei Ihrem Konto bei { $brand }
mail-sign-in-noticed-heading = Neue Anmeldung
mail-sign-in-noticed-words = Jemand hat sich als { $user } mit einem neuen Gerät oder von einem neuen Ort aus angemeldet. Wenn Sie das waren, ist nichts zu tun.
mail-attempt-at = Wann: { $value }
mail-attempt-place = Wo: { $value }
mail-attempt-address = Adresse: { $value }
mail-attempt-device = Womit: { $value }
mail-attempt-not-you = Wenn Sie das nicht waren, kennt jemand Ihr Passwort: Legen Sie sofort mit „Vergessen?“ auf der Anmeldeseite ein neues fest und benachrichtigen Sie die Betreiber von { $brand }.

## Demo-ID, der Anbieter von `vestibule dev`

demo-id-title = Wählen Sie, wer Sie sind
demo-id-tag = Erfunden, für die Entwicklung
demo-id-habits = Erfunden, für die Entwicklung: verhält sich wie { $provider }
demo-id-heading = Wer möchten Sie sein?
demo-id-lead = { $app } fragt, wer Sie sind. Niemand davon ist echt, und niemand hat ein Passwort.
demo-id-verified = Adresse bestätigt
demo-id-unverified = Adresse nicht bestätigt
demo-id-no-email = Ohne Adresse
demo-id-deny = Niemand: zurück
demo-id-somebody = Jemand anderes
demo-id-name = Wie Sie heißen
demo-id-email = Mailadresse
demo-id-is-verified = Die Adresse ist bestätigt
demo-id-continue = Als diese Person weiter
demo-id-wrong = Das geht so nicht
demo-id-refused = Die Anfrage der App ist falsch, deshalb kann niemand zu ihr zurückgeschickt werden.
demo-id-over = Die Anfrage der App ist abgelaufen, oder dieser Server wurde inzwischen neu gestartet. Gehen Sie zurück zur App und fangen Sie neu an.
demo-id-nobody = Das ist niemand: Ein Name oder eine Adresse muss sein. Gehen Sie zurück und wählen Sie noch einmal.

## Nach einem neuen Passwort

reset-done-heading = Ihr neues Passwort ist festgelegt
reset-done-lead = Wer bei diesem Konto angemeldet war, ist jetzt abgemeldet.
reset-done-unproven = Niemand hat gezeigt, dass das ihm gehört. Wenn es Ihres ist, bestätigen Sie es; wenn nicht, ändern oder entfernen Sie es, damit niemand darüber zurückkommt.
reset-done-check = Anmelden und ansehen
reset-done-login = Bei { $app } anmelden
account-contact-remove = Entfernen
account-notice-removed = Der Eintrag ist entfernt.
mail-phone-changed-subject = Ihre Telefonnummer bei { $brand } wurde geändert
mail-phone-changed-heading = Ihre Telefonnummer wurde geändert
mail-phone-changed-words = Das Konto von { $user } hat jetzt eine andere Telefonnummer oder keine. Wenn Sie das waren, müssen Sie nichts tun.
mail-phone-changed-not-you = Wenn Sie es nicht waren, legen Sie sofort ein neues Passwort fest („Vergessen?“ auf der Anmeldeseite) und benachrichtigen Sie die Betreiber von { $brand }.

## Upstream providers

continue-with = Weiter mit { $provider }
ways-or = oder
not-in-an-app = { $providers }: in einer anderen App nicht möglich. Öffnen Sie diese Seite in Ihrem Browser, etwa Safari oder Chrome, um sich so anzumelden.
login-company = Mit Ihrer Firma anmelden
hint-company = Ihre Firmenadresse. Wir bringen Sie zur Anmeldeseite Ihrer Firma.
problem-company-unknown = Unter dieser Adresse ist keine Firma bekannt, die sich hier anmeldet. Prüfen Sie sie oder melden Sie sich anders an.
provider-retry = { $provider } noch einmal versuchen
departure-title = Weiter zu { $provider }
departure-lead = Sie melden sich bei { $provider } an und kommen dann hierher zurück.
departure-submit = Weiter
problem-provider-denied = Sie wurden dort nicht angemeldet: Sie haben bei { $provider } abgelehnt oder wurden nicht eingelassen. Versuchen Sie es noch einmal oder melden Sie sich anders an.
problem-provider-too-late = Die Rückkehr von { $provider } hat zu lange gedauert. Versuchen Sie es noch einmal.
problem-provider-failed = Die Anmeldung ist bei { $provider } gescheitert: Die Antwort ist nicht lesbar oder nicht vertrauenswürdig. Versuchen Sie es noch einmal oder melden Sie sich anders an.
problem-provider-unreachable = { $provider } antwortet im Moment nicht. Versuchen Sie es später noch einmal oder melden Sie sich anders an.
problem-provider-busy = Gerade melden sich zu viele Menschen mit { $provider } an. Versuchen Sie es in einer Minute noch einmal oder melden Sie sich anders an.
problem-provider-misconfigured = Die Anmeldung mit { $provider } ist bei uns nicht richtig eingerichtet. Melden Sie sich anders an und nennen Sie den Betreibern dieser App die Referenz unten.
problem-provider-lacks = { $provider } hat uns nicht alles gesagt, was ein Konto hier braucht. Erlauben Sie es dort, falls Sie gefragt wurden, oder nennen Sie den Betreibern dieser App die Referenz unten. Es fehlt:
problem-provider-not-allowed = In dieser App kann man sich so nicht anmelden. Melden Sie sich anders an.
error-trip-unknown-heading = Diese Anmeldung kennen wir nicht
error-trip-unknown-words = Was vom anderen Dienst zurückkam, gehört zu keiner Anmeldung, die hier begann. Gehen Sie zurück zur App und beginnen Sie neu.
error-trip-expired-heading = Das hat zu lange gedauert
error-trip-expired-words = Für die Anmeldung beim anderen Dienst haben Sie zehn Minuten. Es ist nichts geschehen; beginnen Sie neu.
error-trip-used-heading = Dieser Schritt ist schon getan
error-trip-used-words = Die Seite wurde ein zweites Mal geöffnet und gilt nur einmal. Falls Sie angemeldet wurden, führt ein neuer Anfang gleich weiter.
error-trip-elsewhere-heading = Das begann in einem anderen Browser
error-trip-elsewhere-words = Hier wurde niemand angemeldet. Gehen Sie zurück zum Browser, in dem Sie begonnen haben, oder öffnen Sie die App hier und melden Sie sich an.

account-linked-title = Verknüpfte Konten
account-linked-lead = Konten anderswo, mit denen Sie sich bei { $brand } anmelden können.
account-linked-yours = Mit Ihrem Konto verknüpft
account-linked-none = Noch keines.
account-linked-unlink = Trennen
account-linked-unlink-one = { $provider } trennen
account-linked-only-way = Sie melden sich nur hierüber an. Das letzte bleibt.
account-linked-ends = Beim Trennen werden Sie überall außer in diesem Browser abgemeldet.
account-linked-another = Ein weiteres Konto verknüpfen
account-linked-another-words = Sie melden sich dort einmal an und kommen zurück. Von da an öffnet es dieses Konto.
account-linked-add = { $provider } verknüpfen
account-notice-linked = Das Konto ist verknüpft. Sie können sich ab jetzt damit anmelden.
account-notice-was-linked = Dieses Konto war schon mit Ihrem verknüpft.
account-notice-unlinked = Das Konto ist nicht mehr verknüpft.
account-security-linked = Verknüpfte Konten
account-security-linked-count = { $count ->
    [0] Keine
    [one] Ein Konto anderswo
   *[other] { $count } Konten anderswo
}
account-security-elsewhere = Konten anderswo
account-security-elsewhere-words = Sie melden sich über { $providers } an. Hier gibt es kein Passwort, das verloren gehen könnte.
problem-link-too-many = Sie haben so viele verknüpfte Konten, wie es geben kann. Trennen Sie zuerst eines.
problem-link-last-way = Das ist der einzige Weg in Ihr Konto, deshalb bleibt er.
problem-link-not-theirs = Jemand anderes hat das begonnen, oder Sie haben sich seitdem neu angemeldet. Es wurde nichts verknüpft.
problem-link-taken = Jenes Konto bei { $provider } öffnet hier ein anderes Konto und wurde deshalb nicht mit diesem verknüpft. Wenn beide Ihnen gehören, nennen Sie den Betreibern die Referenz unten; sie können sie zusammenführen.
activity-identity-linked = Ein Konto anderswo wurde verknüpft
activity-identity-unlinked = Ein Konto anderswo wurde getrennt
mail-identity-linked-subject = { $provider } wurde mit Ihrem Konto bei { $brand } verknüpft
mail-identity-linked-heading = Ein Konto bei { $provider } wurde verknüpft
mail-identity-linked-words = Wer sich mit jenem Konto bei { $provider } anmeldet, öffnet ab jetzt das Konto von { $user }. Wenn Sie das waren, ist nichts zu tun.
mail-identity-linked-not-you = Wenn Sie es nicht waren: Melden Sie sich an, trennen Sie es unter „Verknüpfte Konten“, ändern Sie, womit Sie sich anmelden, und sagen Sie es den Betreibern von { $brand }.
mail-identity-unlinked-subject = { $provider } ist nicht mehr mit Ihrem Konto bei { $brand } verknüpft
mail-identity-unlinked-heading = Ein Konto bei { $provider } wurde getrennt
mail-identity-unlinked-words = Es öffnet das Konto von { $user } nicht mehr. Wenn Sie das waren, ist nichts zu tun.
mail-identity-unlinked-not-you = Wenn Sie es nicht waren: Melden Sie sich an, sehen Sie nach, was noch geändert wurde, und sagen Sie es den Betreibern von { $brand }.

## Verknüpfen, womit man kam

offer-title = Sie haben ein Konto
offer-heading = Sie haben schon ein Konto
offer-lead = Es gibt hier ein Konto mit der Adresse { $address }.
offer-link = Dort anmelden und { $provider } verknüpfen
offer-link-words = Sie weisen einmal nach, dass es Ihres ist. Danach öffnet auch { $provider } dieses Konto.
offer-new = Mit einem neuen Konto weiter
offer-new-words = Die beiden bleiben getrennt: Das neue hat nichts vom anderen.
linking-words = Melden Sie sich bei dem Konto an, das Sie hier haben. Danach öffnet auch { $provider } dieses Konto.
linking-not = Noch einmal wählen
problem-offer-over = Es hat zu lange gedauert oder ist schon geschehen, deshalb wurde nichts verknüpft. Melden Sie sich an, oder beginnen Sie beim anderen Dienst von vorn.
problem-offer-other-account = Sie haben sich bei einem anderen Konto angemeldet als dem mit dieser Adresse, deshalb wurde nichts verknüpft. Melden Sie sich bei diesem an, oder wählen Sie noch einmal.
problem-offer-taken = Das Konto beim anderen Dienst öffnet inzwischen ein Konto hier, deshalb wurde nichts verknüpft.
problem-offer-too-many = Ihr Konto hat so viele verknüpfte Konten, wie es haben kann, deshalb wurde nichts verknüpft. Melden Sie sich an, und lösen Sie zuerst eines.

## Eine Adresse oder Nummer, die zu einem anderen Konto kam

mail-email-moved-subject = Ihre Adresse gehört jetzt zu einem anderen Konto bei { $brand }
mail-email-moved-heading = Ein anderes Konto hat jetzt Ihre Adresse
mail-email-moved-words = Jemand hat für ein anderes Konto nachgewiesen, dass diese Adresse ihm gehört. Das Konto von { $user } gibt es weiterhin, aber mit dieser Adresse melden Sie sich dort nicht mehr an, und kein Code dafür kommt hierher. Wenn beide Konten Ihre sind, müssen Sie nichts tun.
mail-email-moved-not-you = Wenn Sie es nicht waren, liest vielleicht jemand anderes Ihre E-Mails. Ändern Sie das Passwort Ihres Postfachs, melden Sie sich dann bei Ihrem Konto an, geben Sie ihm eine Adresse, die nur Ihnen gehört, und benachrichtigen Sie die Betreiber von { $brand }.
mail-phone-moved-subject = Ihre Telefonnummer gehört jetzt zu einem anderen Konto bei { $brand }
mail-phone-moved-heading = Ein anderes Konto hat jetzt Ihre Telefonnummer
mail-phone-moved-words = Jemand hat für ein anderes Konto nachgewiesen, dass sie ihm gehört. Das Konto von { $user } gibt es weiterhin, aber mit dieser Nummer melden Sie sich dort nicht mehr an, und kein Code dafür geht dorthin. Wenn beide Konten Ihre sind, müssen Sie nichts tun.
mail-phone-moved-not-you = Wenn Sie es nicht waren, hat vielleicht jemand anderes Ihre Nummer. Fragen Sie Ihren Anbieter, melden Sie sich dann bei Ihrem Konto an, geben Sie ihm eine Nummer, die nur Ihnen gehört, und benachrichtigen Sie die Betreiber von { $brand }.

## Ob eine Anmeldung von ihrer Person war

mail-attempt-valid = Das war ich
mail-attempt-invalid = Das war ich nicht
feedback-title = Waren Sie das?
feedback-heading = Waren Sie das?
feedback-lead = Jemand hat sich bei Ihrem Konto bei { $brand } angemeldet oder es versucht:
feedback-valid = Ja, das war ich
feedback-invalid = Nein, das war ich nicht
feedback-valid-heading = Danke
feedback-valid-lead = Sie haben gesagt, dass Sie es waren. Mehr ist nicht zu tun.
feedback-invalid-heading = Kümmern Sie sich jetzt um Ihr Konto
feedback-invalid-lead = Sie haben gesagt, dass Sie es nicht waren. Melden Sie sich an, ändern Sie Ihr Passwort, melden Sie alles andere ab, und benachrichtigen Sie die Betreiber von { $brand }.
feedback-secure = Zu meinem Konto
feedback-over-lead = Er gilt einen Monat lang. Wenn Sie eine Anmeldung nicht kennen, sehen Sie auf Ihrer Kontoseite nach.
activity-sign-in-feedback-given = Es wurde gesagt, ob eine Anmeldung Ihre war

account-given-by = Von { $provider }

## A fresh sign-in at a provider

problem-provider-not-fresh = { $provider } hat Sie nicht noch einmal angemeldet, was diese App verlangt. Das liegt an { $provider }: Melden Sie sich dort ab und versuchen Sie es noch einmal, oder melden Sie sich anders an.

## Signing out at providers

departure-leaving = Hier sind Sie abgemeldet. Weiter zu { $provider }, um sich auch dort abzumelden.

## Demo ID: what goes wrong, and Demo SAML

demo-id-tag-saml = Erfunden, für die Entwicklung: spricht SAML
demo-id-signed-out = Abgemeldet, hier und bei der App.
demo-id-sessions-title = Wer hier angemeldet ist
demo-id-sessions-none = Bei Demo SAML ist niemand angemeldet.
demo-id-sessions-lead = Melden Sie hier jemanden ab, und die App erfährt es.
demo-id-sign-out = Von dieser Sitzung abmelden
demo-id-sign-out-all = { $person } von allen Sitzungen abmelden
demo-id-trouble = Was auf diesem Weg schiefgeht
demo-id-trouble-none = Nichts
demo-id-trouble-audience = Die Antwort ist für eine andere App
demo-id-trouble-recipient = Die Antwort ist für einen anderen Ort
demo-id-trouble-expired = Die Antwort ist abgelaufen
demo-id-trouble-unsigned = Die Antwort ist nicht signiert
demo-id-trouble-embedded = Die Antwort bringt ihren Schlüssel selbst mit
demo-id-trouble-wrapped = Eine echte Signatur in einer gefälschten Antwort
demo-id-trouble-replay = Noch einmal die Antwort auf eine frühere Anfrage
demo-id-trouble-slow = Keine Antwort in angemessener Zeit
demo-id-trouble-new-key = Mit einem neuen Schlüssel signiert
demo-id-trouble-unverified = Die Adresse ist nicht bestätigt
demo-id-trouble-big = Eine viel zu große Antwort
