//! `/account/linked`: the accounts elsewhere with which one can sign in, each with a way to take it away, and the way to add
//! another: out to its provider and back, bound to who is signed in.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::frame::{Frame, moment};
use super::place::Place;
use super::visitor::{Visitor, notice, stale, wrong};
use crate::domain::provider::{Provider, ProviderType, SUBJECT};
use crate::flows::Error;
use crate::flows::authorize::account_query;
use crate::flows::federation::{
    Answer as Brought, Carried, LinkNotBegun, LinkOutcome, LinkedAccount, UnlinkOutcome, begin_link, link, linked,
    unlink,
};
use crate::protocol::oauth::Params;
use crate::render::page::{Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;
use crate::web::hosted::context::PageContext;
use crate::web::hosted::departure::DepartureView;
use crate::web::hosted::forgery::{Posted, field};
use crate::web::hosted::provider_problem::{Mishap, ProviderProblem, code_of};
use crate::web::hosted::providers::{ProviderLink, Providers};
use crate::web::hosted::respond::Answer;
use crate::web::hosted::sampling::{ARABIC, LONG, PAYLOAD, branded, layout, right_to_left};
use crate::web::hosted::state::{State, Wrong};

/// The page of linked accounts.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/account_linked.html")]
pub struct AccountLinkedView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What stands around it.
    pub frame: Frame,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// What became of a trip to a provider.
    pub provider_problem: ProviderProblem,
    /// The form. Its buttons post `unlink` = the link's key, or `link` = the provider's name.
    pub form: Form,
    /// The linked accounts.
    pub accounts: Vec<AccountRow>,
    /// Whether nothing but these opens the account.
    pub is_all_there_is: bool,
    /// Where another may be added; a provider's `href` is its name here.
    pub providers: Providers,
    /// Where one goes back to.
    pub back_href: String,
}

/// A linked account.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AccountRow {
    /// Its key.
    pub key: String,
    /// Its provider; `href` is empty.
    pub provider: ProviderLink,
    /// What the provider calls the person.
    pub subject: String,
    /// When it was linked.
    pub since: String,
    /// Whether it may be taken away.
    pub may_end: bool,
}

impl AccountRow {
    fn of(account: &LinkedAccount) -> Self {
        let subject = if account.identity.attribute == SUBJECT { &account.identity.subject } else { "" };
        Self {
            key: account.key.clone(),
            provider: ProviderLink::new(&account.provider, String::new()),
            subject: subject.to_owned(),
            since: moment(account.identity.created_at),
            may_end: account.may_end,
        }
    }
}

/// The name under which the chosen provider is kept from the form to the way out.
const CHOSEN: &str = "link";
/// The parameter by which the page between the two leads out. It is nothing without what the form left with this browser.
const OUT: &str = "out";

/// Shows the page; after its form, the page that leads out; and from there, leaves.
pub(in crate::web::hosted) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visitor = page.visitor(Place::Linked).await?;
    if let Some(chosen) = visitor.state.typed.get(CHOSEN) {
        let goes_out = page.params.as_ref().is_some_and(|params| params.has(OUT));
        if goes_out || visitor.state.is_after_form {
            return way_out(page, &visitor, chosen, goes_out).await;
        }
    }
    page.note_shown_at(&visitor)?;
    show(page, &visitor, &visitor.state, StatusCode::OK).await
}

/// Sets out for the provider, or shows the page from which one does: no redirect that follows a form leads elsewhere.
async fn way_out(page: &PageContext, visitor: &Visitor, chosen: &str, goes_out: bool) -> Answer {
    let (provider, errand) = match begin_link(&page.deps, &visitor.caller, chosen).await? {
        Ok(begun) => begun,
        Err(refused) => return not_begun(page, visitor, refused).await,
    };
    if !goes_out {
        page.keep_at(visitor, Place::Linked, &State { is_after_form: false, ..visitor.state.clone() })?;
        let href = format!("{}?{OUT}=1", visitor.href(Place::Linked));
        let view = DepartureView::link(page.layout(&visitor.caller.pool).await?, provider.display_name(), href);
        return page.page(StatusCode::OK, &view, "");
    }
    page.keep_at(visitor, Place::Linked, &State::default())?;
    let query = account_query(Place::Linked.name(), false);
    let visit = page.visit_of(&Params::parse(&query).unwrap_or_default()).await?;
    match page.set_out(&visit, &provider, "", errand).await? {
        Ok(left) => Ok(left),
        Err(failure) => {
            let failed = Some(page.mishap(&provider, code_of(&failure), Vec::new()));
            page.go_to(visitor, Place::Linked, &State { failed, ..State::default() })
        }
    }
}

/// Sets out to link an account, or takes one away.
pub(in crate::web::hosted) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visitor, form) = match page.receive_at(body, Place::Linked).await? {
        (visitor, Posted::Fresh(form)) => (visitor, form),
        (visitor, Posted::Stale(_)) => return show(page, &visitor, &stale(), StatusCode::FORBIDDEN).await,
    };
    let chosen = field(&form, "link");
    if !chosen.is_empty() {
        if let Err(refused) = begin_link(&page.deps, &visitor.caller, &chosen).await? {
            return not_begun(page, &visitor, refused).await;
        }
        let typed = [(CHOSEN.to_owned(), chosen)].into();
        return page.go_to(&visitor, Place::Linked, &State { typed, is_after_form: true, ..State::default() });
    }
    let state = match unlink(&page.deps, &visitor.caller, &field(&form, "unlink")).await? {
        UnlinkOutcome::Unlinked => notice("account-notice-unlinked"),
        UnlinkOutcome::NotFound => wrong(vec![Wrong::form("account-gone")]),
        UnlinkOutcome::LastWay => wrong(vec![Wrong::form("link-last-way")]),
        UnlinkOutcome::NotRecent => return page.prove_again(&visitor, Place::Linked).await,
    };
    page.go_to(&visitor, Place::Linked, &state)
}

async fn not_begun(page: &PageContext, visitor: &Visitor, refused: LinkNotBegun) -> Answer {
    let code = match refused {
        LinkNotBegun::NotRecent => return page.prove_again(visitor, Place::Linked).await,
        LinkNotBegun::TooMany => "link-too-many",
        LinkNotBegun::NoProvider => "account-gone",
    };
    page.go_to(visitor, Place::Linked, &wrong(vec![Wrong::form(code)]))
}

/// A trip came back that set out from here.
pub(in crate::web::hosted) async fn arrive(page: &PageContext, carried: &Carried, brought: &Brought) -> Answer {
    let visitor = page.visitor(Place::Linked).await?;
    let failed = |provider: &Provider, code| {
        let failed = Some(page.mishap(provider, code, Vec::new()));
        State { failed, ..State::default() }
    };
    let state = match link(&page.deps, &visitor.caller, carried, brought).await? {
        LinkOutcome::Linked(_) => notice("account-notice-linked"),
        LinkOutcome::WasLinked(_) => notice("account-notice-was-linked"),
        LinkOutcome::Taken(provider) => failed(&provider, "link-taken"),
        LinkOutcome::TooMany => wrong(vec![Wrong::form("link-too-many")]),
        LinkOutcome::NotTheirs => wrong(vec![Wrong::form("link-not-theirs")]),
        LinkOutcome::NoProvider => wrong(vec![Wrong::form("account-gone")]),
        LinkOutcome::Failed(provider, failure) => failed(&provider, code_of(&failure)),
    };
    page.go_to(&visitor, Place::Linked, &state)
}

async fn show(page: &PageContext, visitor: &Visitor, state: &State, status: StatusCode) -> Answer {
    let (layout, frame) = page.frame(visitor).await?;
    let accounts = linked(&page.deps, &visitor.caller).await?;
    let all = page.deps.directory.providers(&visitor.caller.pool.id).await.map_err(Error::from)?;
    let mut form = page.form_at(visitor, Place::Linked);
    form.show(&state.problems(), []);
    let no_retry = |mishap: &Mishap| mishap.with_retry(String::new());
    let view = AccountLinkedView {
        layout,
        frame,
        notice: state.notice.clone(),
        provider_problem: state.failed.as_ref().map(no_retry).unwrap_or_default(),
        form,
        is_all_there_is: visitor.caller.user.is_from_elsewhere(),
        accounts: accounts.iter().map(AccountRow::of).collect(),
        providers: page.providers_among(&all, |provider| provider.name.clone()),
        back_href: visitor.href(Place::Factors),
    };
    page.page(status, &view, "")
}

impl View for AccountLinkedView {
    const TEMPLATE: &'static str = "pages/account_linked.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let account = |kind: ProviderType, name: &str, subject: &str, may_end| AccountRow {
            key: "9c1f".to_owned(),
            provider: ProviderLink { href: String::new(), ..ProviderLink::sample(kind, name) },
            subject: subject.to_owned(),
            since: "2026-11-02 10:30 UTC".to_owned(),
            may_end,
        };
        let page = |layout, name: &str, provider: &str, subject: &str| Self {
            layout,
            frame: Frame::sample(Place::Linked, name, "ada@example.com"),
            notice: String::new(),
            provider_problem: ProviderProblem::default(),
            form: Form::new("/xx-local-1_a/account/linked", "MTIz.csrf"),
            accounts: vec![
                account(ProviderType::Google, "", "110248495921238986420", true),
                account(ProviderType::Oidc, provider, subject, true),
            ],
            is_all_there_is: false,
            providers: Providers::of_kinds(&[ProviderType::Oidc, ProviderType::SignInWithApple], provider),
            back_href: "/xx-local-1_a/account/factors".to_owned(),
        };
        let plain = page(layout(), "Ada Lovelace", "Acme", "");
        let mut wrong = plain.clone();
        wrong.form.show(&[Problem::new("link-last-way")], []);
        let taken =
            ProviderProblem { retry_href: String::new(), ..ProviderProblem::sample("link-taken", "Google", &[]) };
        let accounts = vec![account(ProviderType::Google, "", "110248495921238986420", false)];
        vec![
            ("plain", plain.clone()),
            ("none", Self { accounts: Vec::new(), ..plain.clone() }),
            ("only-way", Self { accounts, is_all_there_is: true, ..plain.clone() }),
            ("linked", Self { notice: "account-notice-linked".to_owned(), ..plain.clone() }),
            ("taken", Self { provider_problem: taken, ..plain }),
            ("wrong", wrong),
            ("long-words", page(branded(LONG), LONG, LONG, LONG)),
            ("right-to-left", page(right_to_left(), "عائشة", ARABIC, "")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD, PAYLOAD)),
        ]
    }
}
