//! `POST /demo-id/choose`: who one is, or that one is nobody here. The browser goes back to the app with a code.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

use super::Simulator;
use super::asked::Asked;
use super::kind::Kind;
use super::memory::{Granted, Visit};
use super::people::{PEOPLE, Person};
use super::trouble::Trouble;
use crate::protocol::oauth::Params;

/// The longest name or address that is taken, in bytes.
const LONGEST: usize = 300;

/// Takes the choice.
pub(super) async fn post(simulator: Data<Simulator>, request: HttpRequest, body: String) -> HttpResponse {
    let params = Params::parse(&body).unwrap_or_default();
    let Some(visit) = params.get("_csrf").and_then(|handle| simulator.memory.request(handle)) else {
        return simulator.show_problem(&request, Kind::Oidc, "demo-id-over", "");
    };
    let person = match params.get("person") {
        Some("deny") => return simulator.deny(&visit),
        Some("typed") => typed(&params),
        Some(number) => number.parse().ok().and_then(|number: usize| PEOPLE.get(number).cloned()),
        None => None,
    };
    let trouble = params.get("trouble").and_then(|name| Trouble::named(name, visit.speech()));
    let person = person.map(|person| match trouble {
        Some(Trouble::Unverified) => Person { email_verified: false, ..person },
        _ => person,
    });
    match (visit, person) {
        (Visit::Saml(asked), Some(person)) => simulator.saml_grant(&asked.with_trouble(trouble), &person).await,
        (Visit::Saml(_), None) => simulator.show_saml_problem(&request, "demo-id-nobody", ""),
        (Visit::OAuth(asked), Some(person)) if !asked.kind.admits(&asked.tenant, &person) => {
            simulator.refuse(&asked, "the person belongs to another tenant")
        }
        (Visit::OAuth(asked), Some(person)) => {
            if trouble == Some(Trouble::NewKey) && simulator.rotate(false).await.is_err() {
                tracing::error!("Demo ID could not make a new key");
            }
            simulator.grant(&Asked { trouble, ..asked }, person)
        }
        (Visit::OAuth(asked), None) => simulator.show_problem(&request, asked.kind, "demo-id-nobody", ""),
    }
}

fn typed(params: &Params) -> Option<Person> {
    let value = |name: &str| params.get(name).unwrap_or_default().trim().to_owned();
    let (name, email) = (value("name"), value("email"));
    let is_somebody = !(name.is_empty() && email.is_empty()) && name.len() <= LONGEST && email.len() <= LONGEST;
    is_somebody.then(|| Person::typed(&name, &email, params.get("verified").is_some()))
}

impl Simulator {
    /// The person said no.
    fn deny(&self, visit: &Visit) -> HttpResponse {
        match visit {
            Visit::OAuth(asked) => self.refuse(asked, "the person said no"),
            Visit::Saml(asked) => self.saml_refuse(asked, "AuthnFailed"),
        }
    }

    fn refuse(&self, asked: &Asked, why: &str) -> HttpResponse {
        // Apple has a word of its own.
        let error = if asked.kind == Kind::Apple { "user_cancelled_authorize" } else { "access_denied" };
        self.return_to(asked, vec![("error", error.to_owned()), ("error_description", why.to_owned())])
    }

    fn grant(&self, asked: &Asked, person: Person) -> HttpResponse {
        let is_first = self.memory.consents_first(&asked.client_id, &person);
        let user = (asked.kind == Kind::Apple && is_first).then(|| apple_user(asked, &person));
        let before = self.memory.last_answer(&asked.client_id);
        let code = self.memory.keep_code(Granted { asked: asked.clone(), person });
        // In a replay the code before, or where there was none, one that nobody knows.
        let code =
            if self.bent_for(asked).replays() { before.unwrap_or_else(|| format!("{code}-before")) } else { code };
        self.memory.keep_answer(&asked.client_id, &code);
        let mut answer = vec![("code", code)];
        answer.extend(user.filter(|user| user != "{}").map(|user| ("user", user)));
        self.return_to(asked, answer)
    }
}

/// What Apple says of a person to an app once, and never again.
fn apple_user(asked: &Asked, person: &Person) -> String {
    let mut user = json!({});
    if asked.wants("name") {
        user["name"] = json!({ "firstName": person.given_name, "lastName": person.family_name });
    }
    if asked.wants("email") && !person.email.is_empty() {
        user["email"] = json!(super::id_token::apple_email(person));
    }
    user.to_string()
}
