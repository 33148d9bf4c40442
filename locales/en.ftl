### English: the language that has every message. Text only, no markup; `count` is a number, the rest is text.

## Shared

title-problem = Problem:
field-optional = (optional)
back-to-login = Back to sign in
back-to-app = Back to { $app }
use-another-account = Use another account
signing-in-as = You are signing in as { $user }.
code-sent-to = We sent a code to { $destination }. It may take a minute to arrive.
code-sent = Enter the code from our message. It may take a minute to arrive.
resend-question = No code yet?
resend-submit = Send it again
footer-privacy = Privacy
footer-terms = Terms
footer-help = Help

## Labels and hints

label-username = Username
label-email = Email
label-phone = Phone number
label-email-or-phone = Email or phone number
label-username-or-email = Username or email
label-username-or-phone = Username or phone number
label-any-identifier = Username, email or phone number
label-password = Password
label-new-password = New password
label-code = 6-digit code
label-long-code = 8-digit code
hint-phone = With the country code, such as +49 151 23456789.

attribute-email = Email
attribute-phone-number = Phone number
attribute-given-name = First name
attribute-family-name = Last name
attribute-middle-name = Middle name
attribute-name = Full name
attribute-nickname = Nickname
attribute-preferred-username = Display name
attribute-birthdate = Date of birth
attribute-gender = Gender
attribute-address = Address
attribute-locale = Language
attribute-zoneinfo = Time zone
attribute-picture = Picture (web address)
attribute-profile = Profile (web address)
attribute-website = Website

rule-length = At least { $count } { $count ->
    [one] character
   *[other] characters
}
rule-uppercase = An uppercase letter
rule-lowercase = A lowercase letter
rule-number = A number
rule-symbol = A symbol, such as !
rule-history = Not one of your last { $count } passwords
rule-not-common = Not a password that is known from a data breach
strength-0 = What you typed is guessed at once.
strength-1 = What you typed is guessed quickly.
strength-2 = What you typed takes some effort to guess.
strength-3 = What you typed is hard to guess.
strength-4 = What you typed is very hard to guess.

## Problems: what is wrong and what to do about it

problem-required = Fill this in.
problem-not-authorized = Those details are not right. Check both and try again.
problem-too-many-attempts = { $count ->
    [0] Too many attempts. Wait a little, then try again.
    [one] Too many attempts. Try again in a minute.
   *[other] Too many attempts. Try again in { $count } minutes.
}
problem-limit-exceeded = That was asked for too often. Wait a few minutes, then try again.
problem-account-locked = This account is locked after many wrong passwords. Set a new password to unlock it.
problem-user-disabled = This account is switched off. Ask the people who run it for help.
problem-user-not-confirmed = Confirm your account first. Enter the code that we sent you.
problem-password-reset-required = Your password must be changed before you can sign in. We send you a code to set a new one.
problem-user-not-found = There is no account with this name. Check it, or create one.
problem-temporary-password-expired = This temporary password no longer works. Ask for a new one.
problem-already-confirmed = This account is confirmed already. Sign in.
problem-no-verified-contact = This account has no verified email address. Ask the people who run it for help.
problem-recovery-needs-admin = This account was not used yet. Ask the people who run it for a new temporary password.
problem-code-mismatch = That code is not right or too old. Check it, or ask for a new one.
problem-app-code-mismatch = That is not the code of your app now. Wait for the next one and try again.
problem-app-code-used = This code was used already. Wait for the next one.
problem-recovery-code-mismatch = That is not one of your codes, or it was used already.
problem-code-expired = That code is too old. Ask for a new one.
problem-username-taken = This one is taken. Try another, or sign in if it is yours.
problem-alias-taken = This address already belongs to an account. Sign in, or set a new password.
problem-invalid-username = Use letters, numbers and signs, without spaces.
problem-username-is-email = Choose a name that is not an email address.
problem-username-is-phone = Choose a name that is not a phone number.
problem-invalid-contact = Enter an email address, or a phone number with its country code.
problem-invalid-email = Enter an email address, such as ada@example.com.
problem-invalid-phone = Enter the number with its country code, such as +49 151 23456789.
problem-invalid-date = Enter a date, such as 1990-12-31.
problem-invalid-value = This value is not accepted here. Check it and try again.
problem-too-long = This is too long. Use at most { $count } characters.
problem-too-short = This is too short. Use at least { $count } characters.
problem-not-a-number = Enter a number.
problem-password-too-short = Use at least { $count } characters.
problem-password-too-long = Use at most { $count } characters.
problem-password-needs-uppercase = Add an uppercase letter.
problem-password-needs-lowercase = Add a lowercase letter.
problem-password-needs-number = Add a number.
problem-password-needs-symbol = Add a symbol, such as ! or -.
problem-password-has-spaces-around = Remove the space at the beginning or the end.
problem-password-breached = This password is known from a data breach. Choose another.
problem-password-personal = This is too close to your name or address. Choose another.
problem-password-used-before = You have used this password before. Choose another.
problem-session-expired = That took a while, so we started over. Please sign in again.
problem-csrf-stale = This page had been open for a while. Nothing was lost: send it again.
problem-sign-up-disabled = New accounts are made by an administrator here.
problem-delivery-failed = We could not send a message. Try again in a few minutes.
problem-number-not-served = We do not send text messages to this number. Use another one.
problem-refused = This was not accepted. Try again, or ask the people who run this app for help.

## Sign in

login-title = Sign in
login-heading = Welcome back
login-lead = Sign in to continue to { $app }.
login-submit = Sign in
login-email-code = Email me a code instead

login-code-title = Check your email
login-code-heading = Check your email
login-code-sent = If { $user } has an account here, a code is on its way to its email address.
login-code-lead = Enter the code, or open the link in the mail on this device.
login-code-other = Sign in another way

login-link-title = Sign in
login-link-heading = Sign in to { $brand }
login-link-lead = You asked for this link. Press the button to go on.
login-link-elsewhere-title = Enter the code instead
login-link-elsewhere-heading = Enter the code instead
login-link-elsewhere-lead = This link works in the browser where you asked for it. There, enter the code from the same mail. If you did not ask for it, close this page.
login-link-over-title = This link no longer works
login-link-over-heading = This link no longer works
login-link-over-lead = It was used already, or it is too old. Go back to the page where you were signing in and ask for another one.
login-forgot = Forgot it?
login-new-here = New to { $brand }?
login-sign-up = Create an account

## Notices after something went well

notice-confirmed = Your account is confirmed. Sign in to go on.
notice-confirmed-without-password = Your account is confirmed. Choose a password to go on: more than one was chosen for it.
notice-awaiting-admin = Your account was made. You can sign in as soon as an administrator has confirmed it.
notice-password-changed = Your new password is set. Sign in with it.
notice-code-resent = A new code is on its way. The old one no longer works.
notice-code-on-its-way = If there is an account, a code is on its way.
notice-refreshed = The tokens were refreshed.

## Sign up

signup-title = Create an account
signup-heading = Create your account
signup-lead = One account for { $app } and everything beside it.
signup-submit = Create account
signup-have-account = Already have an account?
signup-log-in = Sign in

## Confirm the account

confirm-title = Enter your code
confirm-heading = Check your messages
confirm-submit = Confirm account

## Forgot password

forgot-title = Set a new password
forgot-heading = Forgot your password?
forgot-lead = Tell us who you are and we send you a code to set a new one.
forgot-submit = Send code

reset-title = Set a new password
reset-heading = Set a new password
reset-code-sent-to = If there is an account, we sent a code to { $destination }.
reset-code-sent = If there is an account, a code is on its way to its email address or phone.
reset-submit = Set password

## A temporary password must be changed

new-password-title = Choose a password
new-password-heading = Choose your own password
new-password-lead = The one you were given works only once.
new-password-submit = Set password and continue
## A second factor

mfa-title = Enter the code of your app
mfa-heading = Enter the code of your app
mfa-lead = Open your authenticator app and enter the six digits that it shows.
mfa-submit = Continue
mfa-lost = Lost your device? Ask the people who run { $brand } to switch it off for you.
mfa-other = Try another way

mfa-email-title = Check your email
mfa-email-heading = Check your email

mfa-choose-title = Choose how to go on
mfa-choose-heading = Choose how to go on
mfa-choose-lead = One more proof is needed.
mfa-choose-app = Code of my authenticator app
mfa-choose-email = Email a code to { $destination }
mfa-choose-recovery = Use a recovery code

mfa-recovery-title = Use a recovery code
mfa-recovery-heading = Use a recovery code
mfa-recovery-lead = Enter one of the codes that you wrote down. Each works once.
label-recovery-code = Recovery code

mfa-codes-title = Save your recovery codes
mfa-codes-heading = Save your recovery codes
mfa-codes-lead = If you lose your device, each of these codes lets you sign in to { $brand } once. Write them down or print them now: they are not shown again.
mfa-codes-submit = I have saved them

mfa-setup-title = Set up an authenticator app
mfa-setup-heading = Protect your account
mfa-setup-lead = { $brand } asks for a second proof at every sign-in: a code of an authenticator app on your phone.
mfa-setup-scan = Scan this picture with your authenticator app.
mfa-setup-type = Enter the six digits that the app shows.
mfa-setup-qr = QR code for your authenticator app
mfa-setup-no-camera = No camera, or the app is on this device?
mfa-setup-secret = Type this key into the app. Choose “time-based” if it asks.
mfa-setup-open-app = Open the app on this device
mfa-setup-submit = Set up and continue

## Already signed in

continue-title = Choose an account
continue-heading = Choose an account
continue-lead = to continue to { $app }
continue-as = Continue as { $user }

## Sign out

signed-out-title = Signed out
signed-out-heading = You are signed out
signed-out-lead = Your session at { $brand } has ended. On a shared computer, close the browser too.
signed-out-again = Sign in again
sign-out-title = Sign out
sign-out-heading = Sign out?
sign-out-lead = You will have to sign in again to go on.
sign-out-lead-as = You are signed in as { $user }. You will have to sign in again to go on.
sign-out-submit = Sign out
sign-out-stay = Stay signed in

## Errors

error-reference = Reference:
error-for-developers = For the app’s developers
error-start-again = Start again
error-heading = Something is not right
error-words = We could not go on. Go back to the app and try again.
error-request-heading = This link does not work
error-request-words = The app asked for sign-in in a way we cannot answer. Go back to it and try again; if that fails, its makers have to fix it.
error-not-found-heading = There is nothing here
error-not-found-words = The address may be mistyped, or the page has moved.
error-expired-heading = This page is too old
error-expired-words = For your safety it works only for a while. Go back to the app and start again.
error-origin-heading = We could not check where this came from
error-origin-words = Open the page again and send the form from there. A browser extension may be in the way.
error-cookies-heading = Cookies are switched off
error-cookies-words = Signing in needs cookies from this site. Allow them, then try again.
error-too-many-heading = Too many requests
error-too-many-words = Wait a minute, then try again.
error-internal-heading = That did not work, and it is our fault
error-internal-words = Try again in a moment. If it happens again, tell the people who run this app the reference below.

detail-unknown-client = The client_id is missing or unknown, or the client belongs to another pool than the one in the address.
detail-redirect-mismatch = The redirect_uri is not one of the client’s callback URLs. They are compared character by character, the slash at the end included.
detail-redirect-missing = There is no redirect_uri, and the client has several callback URLs but no default.
detail-invalid-request = The parameters of the request cannot be read: check their encoding, their number and their length.
detail-forbidden = A form was sent without a valid _csrf value, or from another origin. Forms of these pages cannot be sent from elsewhere.
detail-wrong-method = This address takes another HTTP method. The Allow header names those it takes.

busy-title = One moment
busy-heading = A lot of people are signing in
busy-lead = Nothing is lost. Wait a few seconds, then try again.
busy-retry = Try again

## The pages of `vestibule dev`

dev-title = Welcome
dev-tag = Development server
dev-heading = Your sign-in service is running
dev-lead = This is Vestibule on your own machine: a user pool, hosted sign-in pages and the Cognito API, with a demo app to try them.
dev-demo = Open the demo app
dev-demo-words = Signs in like any app and shows the tokens it got.
dev-sign-up = Create an account
dev-sign-up-words = The code arrives in the mailbox here.
dev-login = See the sign-in page
dev-login-words = What the people who use your app will see.
dev-mailbox = Read the mailbox
dev-mailbox-words = Every mail of this server, newest first.
dev-facts = What your app needs to know
dev-api = Talk to the API
dev-api-words = Cognito clients need this endpoint and nothing else, as long as they sign in with a password (USER_PASSWORD_AUTH); SRP and MFA are not there yet. The administrator’s key was printed once in the terminal, at the first start; make another with “vestibule admin create-access-key”.
dev-loopback = This server answers only on this machine. Its data is in the folder “data”; delete it to start afresh.
fact-pool = User pool ID
fact-client = App client ID
fact-issuer = Issuer
fact-region = Region
fact-endpoint = API endpoint
fact-discovery = Discovery
fact-keys = Public keys

demo-title = Demo app
demo-tag = Demo app
demo-heading = Orders
demo-lead = A little app with no passwords of its own. It sends people to the sign-in page and gets tokens back.
demo-sign-in = Sign in
demo-home = About this server
demo-step-1 = The browser goes to the sign-in page with a PKCE challenge, a state and a nonce.
demo-step-2 = It comes back with a code, which the app exchanges for tokens.
demo-step-3 = The app checks the ID token against the published keys, and calls userInfo.
demo-sign-up = Create an account
demo-failed-discovery = The app could not read the server’s description of itself.
demo-failed-state = The answer belongs to no sign-in that this browser began here, or it was used already.
demo-failed-issuer = The answer does not say that it comes from the server this app trusts.
demo-failed-answer = The answer is not complete.
demo-failed-refused = The server answered with an error.
demo-failed-exchange = The code could not be exchanged for tokens.
demo-failed-id-token = The ID token did not pass the checks.
demo-failed-user-info = userInfo did not answer for the person of the ID token.
demo-failed-refresh = The refresh token gave no new tokens.
demo-failed-form = That button was not pressed on this page as it is now.
demo-retry = Nobody was signed in by this. Try again.
demo-expires = The access token is good until { $time }.
demo-expired = The access token was good until { $time }. Refresh it.
demo-hello = Hello, { $user }
demo-verified = The ID token was verified against the published keys. This is what the app knows now.
demo-refresh = Refresh the tokens
demo-sign-out = Sign out
demo-raw = The token itself
token-id = ID token
token-id-words = Who you are, for the app. Never sent to APIs.
token-access = Access token
token-access-words = What the app may do, for APIs. Only decoded here: verifying it is up to the API that receives it.
token-refresh = Refresh token
token-refresh-words = Gets new tokens without you. The app keeps it secret, so it is not shown.
token-user-info = userInfo
token-user-info-words = What the userInfo endpoint answered to the access token.

mailbox-title = Mailbox
mailbox-heading = Mailbox
mailbox-lead = Mail and text messages that this server would have sent. Nothing here leaves your machine.
mailbox-sms = Text message, { $count ->
    [one] one part
   *[other] { $count } parts
}
mailbox-reload = Look again
mailbox-to = to { $to }
mailbox-open = Read the mail
mailbox-empty = No mail yet
mailbox-empty-words = Create an account or ask for a new password, and the mail appears here.

## Mail

mail-greeting-code = Your code
mail-lifetime-minutes = It works for { $count ->
    [one] one minute
   *[other] { $count } minutes
}.
mail-lifetime-hours = It works for { $count ->
    [one] one hour
   *[other] { $count } hours
}.
mail-lifetime-days = It works for { $count ->
    [one] one day
   *[other] { $count } days
}.
mail-never-share = We will never ask you for this code by phone or mail. Do not give it to anyone.
mail-sent-by = Sent by { $brand } because of something that was done with this address.
mail-sign-in = Sign in
mail-username = Username
mail-temporary-password = Temporary password

mail-sign-up-subject = { $code } is your { $brand } code
mail-sign-up-heading = Confirm your account
mail-sign-up-words = Enter this code on the page where you created your account.
mail-sign-up-not-you = If you did not create an account, there is nothing to do: without the code it stays closed.

mail-resend-code-subject = { $code } is your new { $brand } code
mail-resend-code-heading = Your new code
mail-resend-code-words = Enter it on the page where you asked for it. Earlier codes no longer work.
mail-resend-code-not-you = If you did not ask for a code, there is nothing to do.

mail-forgot-password-subject = { $code } is your { $brand } password code
mail-forgot-password-heading = Set a new password
mail-forgot-password-words = Enter this code where you asked to set a new password.
mail-forgot-password-not-you = If you did not ask for this, your password is still the same and there is nothing to do.

mail-invitation-subject = Your account at { $brand }
mail-invitation-heading = An account was made for you
mail-invitation-words = Sign in with the password below. You will be asked to choose your own, and this one stops working.
mail-invitation-not-you = If you were not expecting this, do nothing: the account cannot be used without you.

mail-password-changed-subject = Your { $brand } password was changed
mail-password-changed-heading = Your password was changed
mail-password-changed-words = The password of { $user } was changed just now. If that was you, there is nothing to do.
mail-password-changed-not-you = If it was not you, set a new password at once with “Forgot it?” on the sign-in page, and tell the people who run { $brand }.
mail-first-code-subject = { $code } is your { $brand } sign-in code
mail-first-code-heading = Your sign-in code
mail-first-code-words = Enter it on the page where you are signing in as { $user }.
mail-first-code-link-words = On the device where you asked for it, this link does the same:
mail-first-code-not-you = If you are not signing in now, there is nothing to do. Whoever asks you for the code is not from us.

mail-second-factor-code-subject = { $code } is your { $brand } sign-in code
mail-second-factor-code-heading = Your sign-in code
mail-second-factor-code-words = Enter it to finish signing in as { $user }.
mail-second-factor-code-not-you = If you are not signing in now, somebody knows your password: set a new one.

mail-recovery-code-used-subject = A recovery code of your { $brand } account was used
mail-recovery-code-used-heading = A recovery code was used
mail-recovery-code-used-words = Somebody signed in as { $user } just now with a recovery code. If that was you, there is nothing to do.
mail-recovery-code-used-left = { $count ->
    [0] No code is left.
    [one] One code is left.
   *[other] { $count } codes are left.
}
mail-recovery-code-used-few = Make new ones soon.
mail-recovery-code-used-not-you = If it was not you, somebody has your password and your codes: set a new password at once, and tell the people who run { $brand }.

mail-second-factors-reset-subject = The second factors of your { $brand } account were taken away
mail-second-factors-reset-heading = Your second factors were taken away
mail-second-factors-reset-words = An administrator took the second factors, recovery codes and passkeys of { $user } away just now, so that you can set up new ones.
mail-second-factors-reset-not-you = If you did not ask for it, tell the people who run { $brand } at once.

mail-second-factor-added-subject = A second factor was added to your { $brand } account
mail-second-factor-added-heading = A second factor was added
mail-second-factor-added-words = Another proof, such as an authenticator app or a phone, was set up for { $user } just now. If that was you, there is nothing to do.
mail-second-factor-added-not-you = If it was not you, somebody knows your password: set a new one at once with “Forgot it?” on the sign-in page, and tell the people who run { $brand }.

mail-passkey-added-subject = A passkey was added to your { $brand } account
mail-passkey-added-heading = A passkey was added
mail-passkey-added-words = A passkey with which one can sign in as { $user } was added just now. If that was you, there is nothing to do.
mail-passkey-added-not-you = If it was not you, somebody was signed in as you: set a new password at once with “Forgot it?” on the sign-in page, and tell the people who run { $brand }.

mail-passkey-removed-subject = A passkey was removed from your { $brand } account
mail-passkey-removed-heading = A passkey was removed
mail-passkey-removed-words = A passkey of { $user } was removed just now and opens nothing any more. If that was you, there is nothing to do.
mail-passkey-removed-not-you = If it was not you, somebody was signed in as you: set a new password at once with “Forgot it?” on the sign-in page, and tell the people who run { $brand }.

mail-email-changed-subject = Your { $brand } email address was changed
mail-email-changed-heading = Your email address was changed
mail-email-changed-words = The account of { $user } has another email address now. If that was you, there is nothing to do.
mail-email-changed-not-you = If it was not you, tell the people who run { $brand } at once.

mail-account-exists-subject = You already have an account at { $brand }
mail-account-exists-heading = You already have an account
mail-account-exists-words = Someone, perhaps you, tried to create an account with this address. There is one already, so nothing was changed. Sign in, or set a new password with “Forgot it?” on the sign-in page.
mail-account-exists-not-you = If it was not you, there is nothing to do.

## Text messages

sms-sign-up = { $code } is your { $brand } code to confirm your account.
sms-verify-number = { $code } is your { $brand } code to confirm this number.
sms-forgot-password = { $code } is your { $brand } code to set a new password. If you did not ask for it, do nothing.
sms-invitation = { $brand } made an account for you.

## Passkeys

login-passkey = Sign in with a passkey
mfa-choose-passkey = Use my passkey
mfa-passkey-title = Use your passkey
mfa-passkey-heading = Use your passkey
mfa-passkey-lead = Your device asks for your finger, your face or its PIN.
mfa-passkey-submit = Use passkey
mfa-passkey-without = Choose another way below.
signed-in-as = You are signed in as { $user }.
passkeys-need-script = Passkeys need JavaScript and a browser that knows them. This one has not got both.
passkeys-add-title = Add a passkey
passkeys-add-heading = Add a passkey
passkeys-add-done-heading = Your passkey is ready
passkeys-add-lead = With it you sign in to { $brand } by your finger, your face or the PIN of your device: nothing to remember, and nothing that could be stolen.
passkeys-add-submit = Create passkey
passkeys-add-skip = Not now
passkeys-add-next = Continue to { $app }
passkeys-add-too-many = You have as many passkeys as one can have. Remove one before you add another.
passkeys-add-not-here = Passkeys are not in use here.
label-passkey-name = Name of the passkey
hint-passkey-name = So that you know it again later: “Phone” or “Work laptop”.
notice-passkey-added = The next time, choose “Sign in with a passkey”.
passkey-failed = Nothing came of it: it was cancelled or took too long, or this device has no passkey that fits. Try again, or go another way.
problem-passkey-refused = That passkey does not open an account here. Try again, or go another way.
problem-passkey-known = This device has a passkey for your account already.
problem-passkey-holder-not-verified = That device did not check that it is you. Set up a PIN, a finger or your face on it, or use another one.
problem-passkey-not-added = That passkey could not be added. Try again, or use another device.
problem-passkey-too-late = That took too long. Try again.
mail-password-changed-passkeys = { $count ->
    [one] One passkey still signs in to this account.
   *[other] { $count } passkeys still sign in to this account.
} If you do not know every one of them, remove it.

## Codes by text message in a sign-in

sms-sign-in = { $code } is your { $brand } code to sign in. Give it to nobody.
login-sms-code = Text me a code instead
login-sms-title = Check your phone
login-sms-heading = Check your phone
login-sms-sent = If { $user } has an account here, a code is on its way to its phone number.
login-sms-lead = Enter the code from the text message.
mfa-sms-title = Check your phone
mfa-sms-heading = Check your phone
mfa-choose-sms = Text a code to { $destination }

## A second factor is chosen and set up on the way in

mfa-enrol-title = Protect your account
mfa-enrol-heading = Protect your account
mfa-enrol-lead = { $brand } asks for a second proof at every sign-in. Choose what it shall be.
mfa-enrol-app = Set up an authenticator app
mfa-enrol-email = Send a code to this address
mfa-enrol-sms = Text a code to this number
mfa-setup-other = Choose something else
## The account page

notice-prove-again = For your safety, prove once more that it is you.
fact-account = Account page
account-nav = Your account
account-nav-overview = Overview
account-nav-profile = Profile
account-nav-security = Security
account-nav-sessions = Sessions
account-nav-activity = Activity
account-nav-data = Your data
account-signed-in-as = Signed in as { $user }
account-sign-out = Sign out
account-cancel = Cancel
account-save = Save
account-change = Change
account-add = Add
account-remove = Remove
account-none = None
account-proven = Confirmed
account-unproven = Not confirmed
account-title = Your account
account-heading = Hello, { $user }
account-lead = Here you see what { $brand } knows of you, and change what is yours to change.
account-since = Since
account-last-used = last used
account-never-used = never used
account-tile-profile = Your name and how you are reached
account-tile-one-factor = You are asked for one proof when you sign in
account-tile-two-factors = You are asked for two proofs when you sign in
account-tile-passkeys = { $count ->
    [0] You have none yet.
    [one] You have one.
   *[other] You have { $count }.
}
account-tile-sessions = { $count ->
    [one] You are signed in in this browser only
   *[other] You are signed in in { $count } browsers
}
account-tile-activity = What happened lately
account-tile-data = Take your data along, or delete your account
account-warning-unproven = Your email address is not confirmed.
account-warning-second = Add a second factor.
account-warning-codes = You have no recovery codes.
account-agent-unknown = Unknown browser
account-sessions-title = Where you are signed in
account-sessions-heading = Where you are signed in
account-sessions-lead = If you do not know one of these, sign it out and change your password.
account-sessions-browsers = Browsers
account-sessions-here = This one
account-sessions-end-one = Sign out the one of { $when }
account-sessions-apps = Apps
account-sessions-apps-words = They act for you until you take that back, even where you are signed out.
account-sessions-take-back = Take back
account-sessions-end-app = Take back what { $app } may do
account-sessions-all = All at once
account-sessions-all-words = Apps are signed out too.
account-sessions-end-others = Everywhere but here
account-sessions-end-everything = Everywhere
account-notice-ended = Done. It cannot be used any more.
account-notice-saved = Saved.
account-notice-password = Your password is set. You are signed out everywhere but here.
account-notice-proven = Thank you, that is confirmed.
account-notice-code-sent = A new code is on its way.
account-notice-factor-removed = Removed. It is not asked for any more.
account-notice-app-added = Your authenticator app is set up. Keep these recovery codes for the day on which you do not have it.
account-notice-codes = Your recovery codes are made.
account-notice-passkey-removed = The passkey is removed. It opens nothing any more.
account-profile-lead = What { $brand } and its apps know of you.
account-profile-contacts = How you are reached
account-profile-about = About you
account-pending = { $address } takes its place when you enter the code that we sent there.
account-enter-code = Enter the code
label-new-email = New email address
label-new-phone-number = New phone number
account-contact-held = It is { $address } now.
account-contact-lead = We send a code to the new one. Until you enter it, nothing changes.
account-contact-waits = We sent a code to { $address }. Until you enter it, nothing changes.
account-contact-verify = Confirm
account-contact-keep = Keep the old one
account-contact-submit = Send the code
account-contact-prove = Confirm the present one
label-current-password = Password that you have now
account-password-title = Your password
account-password-heading = Change your password
account-password-first = Set a password
account-password-lead = Everything else that is open for your account is signed out.
account-password-submit = Set the password
account-security-lead = What you prove yourself with when you sign in.
account-security-first = To sign in
account-security-password-set = You have one.
account-security-password-none = You sign in without one.
account-security-password-new = Set one
account-security-passkeys = Passkeys
account-security-manage = Manage
account-security-second = Second factors
account-security-second-optional = Asked for after the first proof, so that a stolen password alone opens nothing.
account-security-second-required = Everybody here is asked for one, so that a stolen password alone opens nothing.
account-factor-app = Authenticator app
account-factor-email = Code by email
account-factor-sms = Code by text message
account-factor-on = On
account-factor-first = Asked first
account-factor-app-set = Shows a new code every 30 seconds.
account-factor-app-words = An app on your phone shows a new code every 30 seconds. It needs no network.
account-factor-goes-to = Goes to { $destination }.
account-factor-needs-email = Needs a confirmed email address.
account-factor-needs-phone = Needs a confirmed phone number.
account-factor-prefer = Ask first
account-factor-turn-on = Turn on
account-factor-turn-off = Turn off
account-factor-set-up = Set up
account-app-lead = Your app shows a new code every 30 seconds, without a network. From then on you are asked for one when you sign in.
account-app-submit = Turn it on
account-codes-title = Recovery codes
account-codes-lead = Each opens your account once, in the place of a second factor that you do not have at hand. Keep them where nobody else looks.
account-codes-made = They are shown this once. Write them down, print this page or save them as a file.
account-codes-left = { $count ->
    [0] You have none.
    [one] You have one left.
   *[other] You have { $count } left.
}
account-codes-few = Make new ones
account-codes-replace = If you make new ones, those count no more.
account-codes-make = Make new codes
account-codes-download = Save as a file
account-codes-done = I have kept them
account-passkeys-lead = You sign in with your finger, your face or the PIN of your device. Nobody can phish a passkey.
account-passkeys-none = You have no passkey yet.
account-passkeys-add = Add a passkey
account-passkeys-backed-up = Synced
account-passkeys-remove = Remove { $name }
account-activity-lead = What happened to your account at { $brand }. If something was not you, change your password.
account-activity-none = Nothing happened yet.
account-activity-admin = By an administrator
account-activity-earlier = Earlier
account-activity-newest = Newest
account-data-lead = It is yours: take it along, or have { $brand } forget you.
account-data-download = Download your data
account-data-download-words = Your profile, factors, sessions, apps and activity, as a JSON file. No passwords or codes are in it.
account-delete-title = Delete your account
account-delete-words = It cannot be brought back.
account-delete-lead = Everything that { $brand } keeps of your account is deleted, and you are signed out everywhere. It cannot be brought back.
account-delete-confirm = To be sure, type { $user }.
label-confirm-account = Name of your account
account-delete-submit = Delete for good
account-delete-keep = Keep it
problem-account-gone = That is not there any more. Look again.
problem-current-password = That is not your password.
problem-same-address = You have that one already.
problem-address-taken = Another account has that already.
problem-undeliverable = We cannot send anything there.
problem-last-factor = You must have a second factor here, and this is your only one. Set up another one first.
problem-factor-not-ready = Set it up first, or confirm the address.
problem-no-second-factor = Set up a second factor first.
problem-confirm-account = That is not the name of your account.
account-security-devices = Browsers that are known
account-security-devices-words = Where you signed in before.
account-devices-lead = Browsers in which you signed in. One that you do not know should not be here: forget it, and change your password.
account-devices-stands-in = Stands in for the second factor
account-devices-none = You signed in nowhere yet.
account-devices-forget = Forget
account-devices-forget-one = Forget { $name }
account-devices-forget-all = Forget all
account-devices-name = Name
account-devices-rename = Give it another name
account-notice-forgotten = Forgotten. You are asked for everything when you sign in there again.
problem-name-invalid = Use a name of 1 to 64 characters.
activity-device-remembered = A browser was remembered
activity-device-forgotten = A browser was forgotten
activity-device-stood-in = A known browser stood in for your second factor
activity-user-signed-up = You signed up
activity-user-confirmed = Your account was confirmed
activity-user-created = Your account was made
activity-user-updated = Your profile was changed
activity-user-alias-moved = An address of yours went to another account
activity-user-enabled = Your account was opened
activity-user-disabled = Your account was closed
activity-sign-in-completed = You signed in
activity-sign-in-failed = Somebody failed to sign in
activity-password-changed = Your password was set
activity-factor-registered = A second factor was set up
activity-factor-removed = A second factor was removed
activity-factor-changed = A second factor was turned on or off
activity-factor-recovery-codes-made = Recovery codes were made
activity-factor-recovery-code-used = A recovery code was used
activity-factor-reset = Your second factors were taken away
activity-passkey-added = A passkey was added
activity-passkey-removed = A passkey was removed
activity-passkey-count-went-back = A passkey was refused: there may be a copy of it
activity-recovery-requested = A new password was asked for
activity-session-signed-out = A browser was signed out
activity-user-signed-out-everywhere = You were signed out everywhere
activity-user-signed-out-elsewhere = You were signed out everywhere but in one browser
activity-grant-replay-detected = An app showed something stolen and was signed out
activity-grant-revoked = An app was signed out

mail-second-factor-removed-subject = A second factor of your { $brand } account was removed
mail-second-factor-removed-heading = A second factor was removed
mail-second-factor-removed-words = The authenticator app of { $user } was removed just now. If that was you, there is nothing to do.
mail-second-factor-removed-not-you = If it was not you, somebody was signed in as you: set a new password at once with “Forgot it?” on the sign-in page, and tell the people who run { $brand }.

mail-account-deleted-subject = Your { $brand } account was deleted
mail-account-deleted-heading = Your account was deleted
mail-account-deleted-words = The account of { $user } was deleted just now, with everything that belonged to it.
mail-account-deleted-not-you = If it was not you, tell the people who run { $brand } at once.

## Remembered devices

remember-device = Remember this device
remember-device-note = You will not be asked for a code on it for { $count } days. Leave this off on a computer that others use too.

## Risk of sign-ins

problem-too-risky = This sign-in was stopped for your safety. Use a device and a place that you have signed in from before, or ask the people who run it for help.
mail-sign-in-blocked-subject = A sign-in to your { $brand } account was stopped
mail-sign-in-blocked-heading = We stopped a sign-in
mail-sign-in-blocked-words = Someone gave the right password for { $user } from a device or a place that is new, so we did not let them in.
mail-sign-in-questioned-subject = A sign-in to your { $brand } account from somewhere new
mail-sign-in-questioned-heading = We asked for a second proof
mail-sign-in-questioned-words = Someone gave the right password for { $user } from a device or a place that is new, so we asked for a second proof.
mail-sign-in-noticed-subject = New sign-in to your { $brand } account
mail-sign-in-noticed-heading = New sign-in
mail-sign-in-noticed-words = Someone signed in as { $user } from a device or a place that is new. If that was you, there is nothing to do.
mail-attempt-at = When: { $value }
mail-attempt-place = Where: { $value }
mail-attempt-address = Address: { $value }
mail-attempt-device = Browser: { $value }
mail-attempt-not-you = If it was not you, someone knows your password: set a new one at once with “Forgot it?” on the sign-in page, and tell the people who run { $brand }.

## Demo ID, the provider of `vestibule dev`

demo-id-title = Choose who you are
demo-id-tag = Made up, for development
demo-id-habits = Made up, for development: behaves like { $provider }
demo-id-heading = Who do you want to be?
demo-id-lead = { $app } asks who you are. None of these people is real, and none of them has a password.
demo-id-verified = Address verified
demo-id-unverified = Address not verified
demo-id-no-email = No address
demo-id-deny = Nobody: go back
demo-id-somebody = Somebody else
demo-id-name = Name
demo-id-email = Mail address
demo-id-is-verified = The address is verified
demo-id-continue = Continue as this person
demo-id-wrong = This does not work
demo-id-refused = The app’s request is wrong, so nobody can be sent back to it.
demo-id-over = The app’s request is over, or this server was started again meanwhile. Go back to the app and begin again.
demo-id-nobody = That is nobody: a name or an address is needed. Go back and choose again.

## After a new password

reset-done-heading = Your new password is set
reset-done-lead = Whoever was signed in to this account is signed out.
reset-done-unproven = Nobody has shown that this is theirs. If it is yours, confirm it; if it is not, change or remove it, so that nobody comes back by it.
reset-done-check = Sign in and look at it
reset-done-login = Sign in to { $app }
account-contact-remove = Remove
account-notice-removed = It is removed.
mail-phone-changed-subject = Your { $brand } phone number was changed
mail-phone-changed-heading = Your phone number was changed
mail-phone-changed-words = The account of { $user } has another phone number now, or none. If that was you, there is nothing to do.
mail-phone-changed-not-you = If it was not you, set a new password at once with “Forgot it?” on the sign-in page, and tell the people who run { $brand }.

## Upstream providers

continue-with = Continue with { $provider }
ways-or = or
not-in-an-app = { $providers }: not possible inside another app. Open this page in your browser, such as Safari or Chrome, to sign in that way.
login-company = Sign in with your company
hint-company = Your work address. We take you to your company’s own sign-in page.
problem-company-unknown = No company that signs in here is known by this address. Check it, or sign in another way.
provider-retry = Try { $provider } again
departure-title = On to { $provider }
departure-lead = You sign in at { $provider } and then come back here.
departure-submit = Continue
problem-provider-denied = Nobody was signed in there: you said no at { $provider }, or it did not let you in. Try again, or sign in another way.
problem-provider-too-late = Coming back from { $provider } took too long, so we started over. Try again.
problem-provider-failed = { $provider } answered in a way that cannot be trusted or read. The fault is on its side: try again, or sign in another way.
problem-provider-unreachable = { $provider } cannot be reached at the moment. Try again in a while, or sign in another way.
problem-provider-busy = Too many people are signing in with { $provider } right now. Try again in a minute, or sign in another way.
problem-provider-misconfigured = Signing in with { $provider } is not set up correctly on our side. Sign in another way, and give the reference below to the people who run this app.
problem-provider-lacks = { $provider } did not tell us everything that an account here needs. Allow it there if you were asked, or give the reference below to the people who run this app. What is missing:
problem-provider-not-allowed = This app does not let people sign in that way. Sign in another way.
error-trip-unknown-heading = We do not know this sign-in
error-trip-unknown-words = What came back from the other service does not belong to a sign-in that began here. Go back to the app and start again.
error-trip-expired-heading = That took too long
error-trip-expired-words = You have ten minutes to sign in at the other service. Nothing was done; start again.
error-trip-used-heading = This step is done already
error-trip-used-words = The page was opened a second time, and it works only once. If you were signed in, starting again takes you straight on.
error-trip-elsewhere-heading = This began in another browser
error-trip-elsewhere-words = Nobody was signed in here. Go back to the browser in which you began, or open the app here and sign in.

account-linked-title = Linked accounts
account-linked-lead = Accounts elsewhere with which you can sign in to { $brand }.
account-linked-yours = Linked to your account
account-linked-none = None yet.
account-linked-unlink = Unlink
account-linked-unlink-one = Unlink { $provider }
account-linked-only-way = You sign in through these only. The last one stays.
account-linked-ends = Unlinking signs you out everywhere but in this browser.
account-linked-another = Link another account
account-linked-another-words = You sign in there once, and come back. From then on it opens this account.
account-linked-add = Link { $provider }
account-notice-linked = The account is linked. You can sign in with it from now on.
account-notice-was-linked = That account was linked to yours already.
account-notice-unlinked = The account is no longer linked.
account-security-linked = Linked accounts
account-security-linked-count = { $count ->
    [0] None
    [one] One account elsewhere
   *[other] { $count } accounts elsewhere
}
account-security-elsewhere = Accounts elsewhere
account-security-elsewhere-words = You sign in through { $providers }. There is no password here to be lost.
problem-link-too-many = You have as many linked accounts as there can be. Unlink one first.
problem-link-last-way = This is the only way into your account, so it stays.
problem-link-not-theirs = Somebody else began this, or you have signed in anew since. Nothing was linked.
problem-link-taken = That account at { $provider } opens another account here, so it was not linked to this one. If both are yours, give the reference below to the people who run this, who can join them.
activity-identity-linked = An account elsewhere was linked
activity-identity-unlinked = An account elsewhere was unlinked
mail-identity-linked-subject = { $provider } was linked to your { $brand } account
mail-identity-linked-heading = An account at { $provider } was linked
mail-identity-linked-words = Whoever signs in with that account at { $provider } opens the account of { $user } from now on. If that was you, there is nothing to do.
mail-identity-linked-not-you = If it was not you, sign in, unlink it under “Linked accounts”, change how you sign in, and tell the people who run { $brand }.
mail-identity-unlinked-subject = { $provider } is no longer linked to your { $brand } account
mail-identity-unlinked-heading = An account at { $provider } was unlinked
mail-identity-unlinked-words = It no longer opens the account of { $user }. If that was you, there is nothing to do.
mail-identity-unlinked-not-you = If it was not you, sign in, look at what else was changed, and tell the people who run { $brand }.

## Linking what one came with

offer-title = You have an account
offer-heading = You already have an account
offer-lead = There is an account here with the address { $address }.
offer-link = Sign in to it and link { $provider }
offer-link-words = You prove once that it is yours. From then on { $provider } opens it, too.
offer-new = Continue with a new account
offer-new-words = The two stay apart: the new one has nothing of the other.
linking-words = Sign in to the account that you have here. From then on { $provider } opens it, too.
linking-not = Choose again
problem-offer-over = It took too long or was done already, so nothing was linked. Sign in, or start again from the other service.
problem-offer-other-account = You signed in to another account than the one with that address, so nothing was linked. Sign in to that one, or choose again.
problem-offer-taken = That account at the other service opens an account here by now, so nothing was linked.
problem-offer-too-many = Your account has as many linked accounts as there can be, so nothing was linked. Sign in and unlink one first.

## A contact that moved to another account

mail-email-moved-subject = Your address belongs to another { $brand } account now
mail-email-moved-heading = Another account has your address now
mail-email-moved-words = Somebody proved that this address is theirs, for another account. The account of { $user } is still there, but this address no longer signs in to it, and no code for it comes here. If both accounts are yours, there is nothing to do.
mail-email-moved-not-you = If it was not you, somebody else may read your mail. Change the password of your mailbox, then sign in to your account, give it an address that is only yours, and tell the people who run { $brand }.
mail-phone-moved-subject = Your phone number belongs to another { $brand } account now
mail-phone-moved-heading = Another account has your phone number now
mail-phone-moved-words = Somebody proved that it is theirs, for another account. The account of { $user } is still there, but that number no longer signs in to it, and no code for it goes there. If both accounts are yours, there is nothing to do.
mail-phone-moved-not-you = If it was not you, somebody else may have your number. Ask your phone company, then sign in to your account, give it a number that is only yours, and tell the people who run { $brand }.

## Whether a sign-in was its person

mail-attempt-valid = This was me
mail-attempt-invalid = This was not me
feedback-title = Was this you?
feedback-heading = Was this you?
feedback-lead = Somebody signed in to your { $brand } account, or tried to:
feedback-valid = Yes, this was me
feedback-invalid = No, this was not me
feedback-valid-heading = Thank you
feedback-valid-lead = You said that it was you. There is nothing else to do.
feedback-invalid-heading = Look after your account now
feedback-invalid-lead = You said that it was not you. Sign in, change your password, sign everything else out, and tell the people who run { $brand }.
feedback-secure = Look after my account
feedback-over-lead = It can be used for a month. If you do not know a sign-in, look at your account page.
activity-sign-in-feedback-given = It was said whether a sign-in was yours

account-given-by = From { $provider }

## A fresh sign-in at a provider

problem-provider-not-fresh = { $provider } did not ask you to sign in again, which this app demands. The fault is on its side: sign out there and try again, or sign in another way.

## Signing out at providers

departure-leaving = You are signed out here. Go on to { $provider } to sign out there too.

## Demo ID: what goes wrong, and Demo SAML

demo-id-tag-saml = Made up, for development: speaks SAML
demo-id-signed-out = Signed out, here and at the app.
demo-id-sessions-title = Who is signed in here
demo-id-sessions-none = Nobody is signed in at Demo SAML.
demo-id-sessions-lead = Sign somebody out here, and the app is told.
demo-id-sign-out = Sign out of this session
demo-id-sign-out-all = Sign { $person } out of all sessions
demo-id-trouble = What goes wrong on this trip
demo-id-trouble-none = Nothing
demo-id-trouble-audience = The answer is meant for another app
demo-id-trouble-recipient = The answer is meant for another place
demo-id-trouble-expired = The answer has expired
demo-id-trouble-unsigned = The answer is not signed
demo-id-trouble-embedded = The answer brings the key that signed it
demo-id-trouble-wrapped = A real signature in a forged answer
demo-id-trouble-replay = The answer to an earlier request, again
demo-id-trouble-slow = No answer in time
demo-id-trouble-new-key = Signed with a new key
demo-id-trouble-unverified = The address is not verified
demo-id-trouble-big = An answer far too big
