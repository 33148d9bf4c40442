//! The page of Demo ID: who do you want to be?

use askama::Template;
use serde::Serialize;

use super::people::PEOPLE;
use super::trouble::{Speech, Trouble};
use crate::render::page::Layout;
use crate::render::{View, assets, filters};

/// Where the page's forms lead.
const CHOOSE: &str = "/demo-id/choose";

/// Somebody whom one can be.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// The first letter of the name.
    pub initial: String,
    /// The name.
    pub name: String,
    /// The address; empty for none.
    pub email: String,
    /// The key of what the provider knows of the address.
    pub note: String,
}

/// Something that can go wrong.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Wrong {
    /// What the form sends.
    pub value: String,
    /// The key of its words.
    pub words: String,
}

/// The page. `choice` and `problem` make its states.
#[derive(Debug, Clone, Default, Template, Serialize)]
#[template(path = "pages/demo_id.html")]
pub struct DemoIdView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The app that asks, by its client id.
    pub app: String,
    /// Whose habits Demo ID has; empty for none but the protocol's.
    pub habits: String,
    /// Whether it speaks SAML.
    pub is_saml: bool,
    /// Who is offered; nobody where something is wrong.
    pub people: Vec<Choice>,
    /// The address of whom the app expects; empty for none.
    pub hint: String,
    /// Where the forms go.
    pub action: String,
    /// What can go wrong on this trip, by the choice of whoever makes it.
    pub troubles: Vec<Wrong>,
    /// The handle of the request.
    pub csrf: String,
    /// The key of what is wrong; empty for nothing.
    pub problem: String,
    /// What is known beyond that, for developers; empty for nothing.
    pub detail: String,
}

impl DemoIdView {
    /// The page with everybody.
    #[must_use]
    pub fn choice(layout: Layout, app: &str, habits: &str) -> Self {
        let (app, habits, action) = (app.to_owned(), habits.to_owned(), CHOOSE.to_owned());
        Self { layout, app, habits, action, people: people(), ..Self::default() }
    }

    /// The same of the side that speaks SAML.
    #[must_use]
    pub fn saml(layout: Layout, app: &str) -> Self {
        Self { is_saml: true, ..Self::choice(layout, app, "") }
    }

    /// With what can go wrong.
    #[must_use]
    pub fn with_troubles(self, troubles: &[Trouble]) -> Self {
        let wrong = |trouble: &Trouble| Wrong {
            value: trouble.name().to_owned(),
            words: format!("demo-id-trouble-{}", trouble.name()),
        };
        Self { troubles: troubles.iter().map(wrong).collect(), ..self }
    }

    /// The page where there is nothing to choose.
    #[must_use]
    pub fn problem(layout: Layout, habits: &str, problem: &str, detail: &str) -> Self {
        let (habits, problem, detail) = (habits.to_owned(), problem.to_owned(), detail.to_owned());
        Self { layout, habits, problem, detail, ..Self::default() }
    }

    /// With an address that stands in its field already.
    #[must_use]
    pub fn with_hint(self, hint: &str) -> Self {
        Self { hint: hint.to_owned(), ..self }
    }

    /// With the handle of the request.
    #[must_use]
    pub fn with_csrf(self, csrf: &str) -> Self {
        Self { csrf: csrf.to_owned(), ..self }
    }
}

fn people() -> Vec<Choice> {
    let choice = |(number, person): (usize, &super::people::Person)| Choice {
        value: number.to_string(),
        initial: person.given_name.chars().take(1).collect(),
        name: person.name(),
        email: person.email.to_string(),
        note: match (person.email.is_empty(), person.email_verified) {
            (true, _) => "demo-id-no-email",
            (false, true) => "demo-id-verified",
            (false, false) => "demo-id-unverified",
        }
        .to_owned(),
    };
    PEOPLE.iter().enumerate().map(choice).collect()
}

impl View for DemoIdView {
    const TEMPLATE: &'static str = "pages/demo_id.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let wrong = |speech| Trouble::offered(speech);
        let choice = |app: &str, habits: &str| {
            Self::choice(layout(), app, habits).with_troubles(&wrong(Speech::OpenId)).with_csrf("MTIz")
        };
        let saml = Self::saml(layout(), "urn:amazon:cognito:sp:xx-local-1_AbCdEfGhI").with_csrf("MTIz");
        vec![
            ("plain", choice("vestibule", "")),
            ("like-apple", choice("vestibule", "Apple")),
            ("hinted", choice("vestibule", "").with_hint("ada@example.com")),
            ("saml", saml.with_troubles(&wrong(Speech::Saml))),
            ("refused", Self::problem(layout(), "", "demo-id-refused", "redirect_uri is not registered")),
            ("over", Self::problem(layout(), "", "demo-id-over", "")),
            ("nobody", Self::problem(layout(), "", "demo-id-nobody", "")),
            ("hostile", choice(PAYLOAD, PAYLOAD).with_hint(PAYLOAD)),
            ("long-words", choice(LONG, LONG).with_hint(LONG)),
        ]
    }
}

/// A payload that must never reach a page as markup.
pub(super) const PAYLOAD: &str = "\"><script>alert('x')</script>{{7*7}}";
/// A word that does not break by itself.
pub(super) const LONG: &str = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

pub(super) fn layout() -> Layout {
    Layout {
        lang: "en".to_owned(),
        dir: "ltr".to_owned(),
        css_href: assets::href("vestibule.css"),
        icon_href: assets::href("icon.svg"),
        brand_name: super::NAME.to_owned(),
        ..Layout::default()
    }
}
