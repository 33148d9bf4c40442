//! `/login`: the first thing that people see.

use askama::Template;
use serde::Serialize;

use super::company;
use super::context::PageContext;
use super::continue_as;
use super::fields::{Identifier, username};
use super::forgery::{Posted, field};
use super::link_offer::Linking;
use super::login_code;
use super::passkey::sample;
use super::passkeys_add;
use super::provider_problem::ProviderProblem;
use super::providers::Providers;
use super::respond::{Answer, see_other};
use super::route::Route;
use super::sampling::{ARABIC, LONG, PAYLOAD, branded, form, layout, right_to_left};
use super::state::{State, Wrong};
use super::visit::Visit;
use crate::domain::code::Channel;
use crate::domain::pool::RecoveryMechanism;
use crate::domain::provider::{Provider, ProviderType};
use crate::domain::secret::Secret;
use crate::flows::authorize::{Decision, decide};
use crate::flows::federation::TakenUp;
use crate::flows::sign_in::{PasswordAttempt, submit_password};
use crate::render::page::{Ceremony, Field, Form, Layout, Link, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;

/// The sign-in page.
#[derive(Debug, Clone, Template, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each shows a part of the page, whatever the others do")]
#[template(path = "pages/login.html")]
pub struct LoginView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The client's name.
    pub app_name: String,
    /// The key of something that went well before (`notice-password-changed`); empty for none.
    pub notice: String,
    /// What became of a trip to a provider.
    pub provider_problem: ProviderProblem,
    /// What is linked by this sign-in.
    pub linking: Linking,
    /// Whether the pool's own users sign in: else there is no password to be typed.
    pub own_users: bool,
    /// The form; without own users, for who knows the provider of their company by their address.
    pub form: Form,
    /// The identifier.
    pub username: Field,
    /// The password; its link leads to `/forgotPassword`.
    pub password: Field,
    /// Whether a code by mail may come in the place of the password.
    pub offers_email_code: bool,
    /// What the browser is asked for a passkey with.
    pub passkey: Ceremony,
    /// Whether a code by text message may.
    pub offers_sms_code: bool,
    /// Whether an address tells a company's provider.
    pub offers_company: bool,
    /// The ways in through providers.
    pub providers: Providers,
    /// Where one signs up; empty where only administrators make accounts.
    pub sign_up_href: String,
}

impl LoginView {
    /// The page as it is first shown, or with what was typed: the cursor then waits in the password.
    #[must_use]
    pub fn new(layout: Layout, app_name: &str, form: Form, identifier: Identifier, typed: &str) -> Self {
        let (username, password) = (username(identifier), Field::current_password());
        let (username, password) =
            if typed.is_empty() { (username.focused(), password) } else { (username, password.focused()) };
        Self {
            layout,
            app_name: app_name.to_owned(),
            notice: String::new(),
            provider_problem: ProviderProblem::default(),
            linking: Linking::default(),
            own_users: true,
            form,
            username: username.with_value(typed),
            password,
            offers_email_code: false,
            passkey: Ceremony::default(),
            offers_sms_code: false,
            offers_company: false,
            providers: Providers::default(),
            sign_up_href: String::new(),
        }
    }

    /// The page with a link to set a new password. Without it a pool has no recovery.
    #[must_use]
    pub fn with_recovery(mut self, href: impl Into<String>) -> Self {
        self.password.link = Link::new("login-forgot", href);
        self
    }

    /// The page with a way in by a code that is sent on `channel`.
    #[must_use]
    pub fn with_code(self, channel: Channel) -> Self {
        match channel {
            Channel::Email => Self { offers_email_code: true, ..self },
            Channel::Sms => Self { offers_sms_code: true, ..self },
        }
    }

    /// The page with a way in by a passkey, which the browser may fill in at the identifier.
    #[must_use]
    pub fn with_passkey(mut self, passkey: Ceremony) -> Self {
        self.username.autocomplete.push_str(" webauthn");
        Self { layout: self.layout.with_passkeys(), passkey, ..self }
    }

    /// The page with ways in through providers; `offers_company`: an address tells which, for some of them.
    #[must_use]
    pub fn with_providers(self, providers: Providers, offers_company: bool) -> Self {
        Self { offers_company, providers, ..self }
    }

    /// The page where nobody but providers lets people in.
    #[must_use]
    pub fn without_own_users(mut self) -> Self {
        self.username = Field { hint: "hint-company".to_owned(), ..username(Identifier::Email) }
            .with_value(&self.username.value)
            .focused_if(self.offers_company);
        self.password.autofocus = false;
        Self { own_users: false, ..self }
    }

    /// The page after a trip to a provider that came to nothing.
    #[must_use]
    pub fn with_provider_problem(self, provider_problem: ProviderProblem) -> Self {
        Self { provider_problem, ..self }
    }

    /// The page that links what somebody came with from `provider`; `href` leads back to the choice. The other ways in are left
    /// out: it is the account here that is to be proven.
    #[must_use]
    pub fn with_linking(self, provider: &str, href: impl Into<String>) -> Self {
        let linking = Linking { provider: provider.to_owned(), href: href.into() };
        let (providers, sign_up_href) = (Providers::default(), String::new());
        Self { linking, providers, offers_company: false, sign_up_href, ..self }
    }

    /// The page with a way to sign up.
    #[must_use]
    pub fn with_sign_up(self, href: impl Into<String>) -> Self {
        Self { sign_up_href: href.into(), ..self }
    }

    /// The page after something that went well; `notice` is the key of the words.
    #[must_use]
    pub fn with_notice(self, notice: &str) -> Self {
        Self { notice: notice.to_owned(), ..self }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.username, &mut self.password]);
        self
    }
}

/// Shows the page, or goes straight on where the browser is signed in already.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visit = page.visit().await?;
    if visit.linking().is_some_and(|offer| offer.is_over(page.deps.now())) {
        return page.not_linked(&visit, &TakenUp::Over);
    }
    let live = page.live(&visit.request.pool).await?;
    let decision = decide(&page.deps, &visit.request, live.as_ref());
    if let Some(provider) = set_out_for(page, &visit, &decision, live.is_some()) {
        if visit.state.is_after_form {
            return page.see_off(&visit, provider).await;
        }
        return page.depart(&visit, provider, company::typed_for(&visit, provider)).await;
    }
    match (decision, live) {
        // Whoever links an account to theirs proves anew that it is theirs.
        (Decision::Issue(_) | Decision::SelectAccount | Decision::StepUp, Some(_)) if visit.linking().is_some() => {
            page.note_shown(&visit)?;
            show(page, &visit, &visit.state, StatusCode::OK).await
        }
        // Whoever wants to add a passkey proves anew who they are.
        (Decision::Issue(_) | Decision::SelectAccount, Some(_))
            if visit.state.errand == passkeys_add::WANTED && passkeys_add::recent(page, &visit).await?.is_none() =>
        {
            page.note_shown(&visit)?;
            show(page, &visit, &visit.state, StatusCode::OK).await
        }
        (Decision::Issue(authentication), Some(live)) => {
            page.answer_with_code(&visit, &authentication, live.login.session).await
        }
        (Decision::Refuse(location), _) => Ok(see_other(&location)),
        (Decision::SelectAccount | Decision::StepUp, Some(live)) if !visit.state.is_another => {
            continue_as::show(page, &visit, &live, StatusCode::OK).await
        }
        // Who is at this page with `prompt=create` has an account after all.
        (Decision::Issue(_) | Decision::SelectAccount | Decision::StepUp | Decision::SignIn | Decision::SignUp, _) => {
            page.note_shown(&visit)?;
            show(page, &visit, &visit.state, StatusCode::OK).await
        }
    }
}

/// The provider to which the browser is sent without a question. Where one could only be chosen and a trip failed, the page is
/// shown: nobody goes round in a circle.
fn set_out_for<'a>(
    page: &PageContext,
    visit: &'a Visit,
    decision: &Decision,
    is_signed_in: bool,
) -> Option<&'a Provider> {
    let request = &visit.request;
    let chosen = request.provider.as_deref();
    let sent_to = match decision {
        // They wanted to be another than who is signed in, or to prove anew who they are, and chose how.
        Decision::StepUp if visit.state.is_another => chosen,
        Decision::Issue(_) if is_signed_in && visit.state.errand == passkeys_add::WANTED => chosen,
        Decision::Issue(_)
        | Decision::SelectAccount
        | Decision::StepUp
        | Decision::SignIn
        | Decision::SignUp
        | Decision::Refuse(_) => request.sent_to(decision),
    };
    sent_to.filter(|provider| page.can_set_out_for(provider) && (chosen.is_some() || !visit.state.has_failed))
}

/// Tries the password.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::Login).await?;
    let form = match posted {
        Posted::Fresh(form) => form,
        Posted::Stale(form) => {
            let wrong = vec![Wrong::form("csrf-stale")];
            let state = State { wrong, ..State::of(&field(&form, "username")) };
            return show(page, &visit, &state, StatusCode::FORBIDDEN).await;
        }
    };
    let (username, password) = (field(&form, "username"), field(&form, "password"));
    if let Some(channel) = Channel::parse(&field(&form, "way")) {
        return login_code::ask(page, &visit, &username, channel).await;
    }
    if field(&form, "way") == company::WAY {
        return company::ask(page, &visit, &username);
    }
    if !visit.request.ways_in.own_users {
        return page.go(&visit, Route::Login, &visit.state);
    }
    if password.is_empty()
        && let Some(provider) = visit.request.ways_in.at_home(&username)
    {
        return company::send(page, &visit, &provider, &username);
    }
    let given = [("username", username.trim().is_empty()), ("password", password.is_empty())];
    let wrong: Vec<Wrong> =
        given.iter().filter(|(_, is_empty)| *is_empty).map(|(name, _)| Wrong::field(name, "required")).collect();
    if !wrong.is_empty() {
        return page.go(&visit, Route::Login, &State { wrong, ..State::of(&username) });
    }
    let attempt = PasswordAttempt {
        pool: visit.request.pool.clone(),
        client: visit.request.client.clone(),
        username: username.clone(),
        password: Secret::from(password),
        holder: page.holder(),
        acr: visit.request.acr,
    };
    let outcome = submit_password(&page.deps, attempt).await?;
    page.proceed(&visit, outcome, &username).await
}

/// Shows the page in a state; also for the form beside it that takes passkeys.
pub(super) async fn show(page: &PageContext, visit: &Visit, state: &State, status: StatusCode) -> Answer {
    let request = &visit.request;
    let settings = &request.pool.settings;
    let typed = if state.username.is_empty() { &request.login_hint } else { &state.username };
    let identifier = Identifier::of_sign_in(settings);
    let form = page.form(visit, Route::Login, "");
    let mut view = LoginView::new(page.layout(&request.pool).await?, &request.client.name, form, identifier, typed)
        .with_notice(&state.notice)
        .with_providers(page.providers(visit), company::is_offered(visit) && state.through.is_empty());
    if let Some(mishap) = &state.failed {
        view = view.with_provider_problem(mishap.shown(visit));
    }
    if !request.ways_in.own_users || !state.through.is_empty() {
        let view = view.without_own_users().with_problems(&state.problems());
        return page.page(status, &view, &request.form_target());
    }
    let mut view = view.with_problems(&state.problems());
    if settings.recovery.contains(&RecoveryMechanism::VerifiedEmail) {
        view = view.with_recovery(visit.href(Route::ForgotPassword));
    }
    let offered = settings.offered_first();
    for channel in Channel::ALL.into_iter().filter(|channel| offered.contains(&channel.factor())) {
        view = view.with_code(channel);
    }
    if settings.self_sign_up {
        view = view.with_sign_up(visit.href(Route::SignUp));
    }
    if let Some(offer) = visit.linking() {
        view = view.with_linking(&offer.provider, visit.href_unchosen(Route::Link));
    }
    let passkey = page.offered_passkey(visit)?;
    if passkey.kind.is_empty() {
        return page.page(status, &view, &request.form_target());
    }
    page.page_with_script(status, &view.with_passkey(passkey), &request.form_target())
}

impl View for LoginView {
    const TEMPLATE: &'static str = "pages/login.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, app: &str, identifier, typed: &str| {
            Self::new(layout, app, form("/login"), identifier, typed)
                .with_recovery("/forgotPassword?client_id=7h1")
                .with_sign_up("/signup?client_id=7h1")
        };
        let plain = page(layout(), "Orders", Identifier::Email, "");
        let prefilled = page(layout(), "Orders", Identifier::Email, "ada@example.com");
        let confirmed = prefilled.clone().with_notice("notice-confirmed");
        let problem = |code| Problem::new(code);
        let offer = sample("login-passkey", "/login/passkey");
        let passkey_refused = plain.clone().with_passkey(offer.clone()).with_problems(&[problem("passkey-refused")]);
        let only = Self::new(layout(), "Orders", form("/login"), Identifier::Email, "");
        let two = || Providers::of_kinds(&[ProviderType::Google, ProviderType::SignInWithApple], "");
        let in_an_app = Providers {
            not_here: "Google, Facebook".to_owned(),
            ..Providers::of_kinds(&[ProviderType::SignInWithApple], "")
        };
        let company_unknown = Self::new(layout(), "Orders", form("/login"), Identifier::Email, "ada@acme.example")
            .with_providers(two(), true)
            .without_own_users()
            .with_problems(&[Problem::at("username", "company-unknown")]);
        let denied = ProviderProblem::sample("provider-denied", "Google", &[]);
        let failed = |code: &str, lacks: &[&str]| {
            let acme = Providers::of_kinds(&[ProviderType::Oidc], "Acme");
            let problem = ProviderProblem::sample(code, "Acme", lacks);
            only.clone().with_providers(acme, false).without_own_users().with_provider_problem(problem)
        };
        vec![
            ("plain", plain.clone()),
            ("by-code", plain.clone().with_code(Channel::Email)),
            ("by-codes", plain.clone().with_code(Channel::Email).with_code(Channel::Sms)),
            ("with-passkeys", plain.clone().with_passkey(offer.clone())),
            ("all-ways", plain.clone().with_code(Channel::Email).with_code(Channel::Sms).with_passkey(offer)),
            ("passkey-refused", passkey_refused),
            ("prefilled", prefilled.clone()),
            ("after-confirming", confirmed),
            ("wrong", prefilled.clone().with_problems(&[problem("not-authorized")])),
            ("locked", prefilled.clone().with_problems(&[problem("too-many-attempts").with_count(15)])),
            ("expired", plain.clone().with_problems(&[problem("session-expired")])),
            (
                "empty",
                plain
                    .clone()
                    .with_problems(&[Problem::at("username", "required"), Problem::at("password", "required")]),
            ),
            ("with-providers", plain.clone().with_providers(Providers::sample("Acme"), false)),
            ("with-company", plain.clone().with_providers(two(), true).with_code(Channel::Email)),
            ("in-an-app", plain.clone().with_providers(in_an_app, false)),
            ("providers-only", only.clone().with_providers(Providers::sample("Acme"), false).without_own_users()),
            ("company-only", only.clone().with_providers(Providers::default(), true).without_own_users()),
            ("company-unknown", company_unknown),
            ("one-provider-failed", failed("provider-failed", &[])),
            ("provider-not-fresh", failed("provider-not-fresh", &[])),
            ("provider-denied", plain.clone().with_providers(two(), false).with_provider_problem(denied)),
            ("provider-lacks", failed("provider-lacks", &["email", "given_name", "custom:team"])),
            ("linking", prefilled.clone().with_linking("Google", "/link?client_id=7h1")),
            ("admin-only", Self::new(layout(), "Orders", form("/login"), Identifier::Any, "")),
            ("long-words", page(branded(LONG), LONG, Identifier::EmailOrPhone, &format!("{LONG}@example.com"))),
            (
                "right-to-left",
                page(right_to_left(), ARABIC, Identifier::Phone, "+966501234567").with_code(Channel::Sms),
            ),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, Identifier::Username, PAYLOAD)),
        ]
    }
}
