//! `/demo-id/saml/slo`: apps sign people out here, and answer when people are signed out there (SAML Profiles §4.4).

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use super::App;
use super::message::Queried;
use super::open::Open;
use super::signature::{MARK, Manner};
use super::statement::SUCCESS;
use super::xml::{ASSERTION, PERSISTENT, PROTOCOL, moment, text, value};
use crate::simulator::Simulator;
use crate::simulator::return_to::form;

/// Takes either message, which must be signed where the app's certificate is known.
pub(in crate::simulator) async fn get(simulator: Data<Simulator>, request: HttpRequest) -> HttpResponse {
    let problem = |why: &str| simulator.show_saml_problem(&request, "demo-id-refused", why);
    let Some(queried) = Queried::read(request.query_string()) else { return problem("the message cannot be read") };
    let message = &queried.message;
    let Some(app) = simulator.apps.iter().find(|app| app.entity_id == message.issuer) else {
        return problem("Issuer is not registered");
    };
    if !app.certificate.is_empty() && !queried.is_signed_by(&app.certificate) {
        return problem("the message is not signed by the app");
    }
    match message.name.as_str() {
        "LogoutRequest" => {
            let is_meant = |open: &Open| {
                let is_named = message.session_indexes.is_empty() || message.session_indexes.contains(&open.index);
                open.app.entity_id == app.entity_id && open.name_id == message.name_id && is_named
            };
            simulator.memory.sign_out(is_meant);
            simulator.answer_logout(app, &message.id, &message.relay_state).await
        }
        "LogoutResponse" => simulator.show_sessions(&request, "demo-id-signed-out"),
        _ => problem("the message belongs elsewhere"),
    }
}

impl Simulator {
    async fn answer_logout(&self, app: &App, request: &str, relay_state: &str) -> HttpResponse {
        let attributes = format!(r#" InResponseTo="{}""#, value(request));
        let status = format!(r#"<samlp:Status><samlp:StatusCode Value="{SUCCESS}"></samlp:StatusCode></samlp:Status>"#);
        self.send_logout(app, ("LogoutResponse", "SAMLResponse"), (&attributes, "", &status), relay_state).await
    }

    /// Tells an app that a session has ended here, or all of the person.
    pub(super) async fn tell_logout(&self, open: &Open, is_all: bool) -> HttpResponse {
        let name = text(&open.name_id);
        let index = format!("<samlp:SessionIndex>{}</samlp:SessionIndex>", text(&open.index));
        let index = if is_all { "" } else { index.as_str() };
        let body =
            format!(r#"<saml:NameID xmlns:saml="{ASSERTION}" Format="{PERSISTENT}">{name}</saml:NameID>{index}"#);
        let until = format!(r#" NotOnOrAfter="{}""#, moment(self.clock.now().plus_secs(300)));
        self.send_logout(&open.app, ("LogoutRequest", "SAMLRequest"), ("", &until, &body), "").await
    }

    /// A form that brings a signed message of a logout. `before` and `after` are the attributes that stand before and after the
    /// issue instant in the canonical order.
    async fn send_logout(
        &self,
        app: &App,
        (name, field): (&str, &str),
        (before, after, body): (&str, &str, &str),
        relay_state: &str,
    ) -> HttpResponse {
        let published = self.saml_keys.published(self.keys.source(), self.clock.now()).await;
        let (Some(key), Ok(to)) = (published.first(), Url::parse(&app.logout)) else {
            return HttpResponse::BadRequest().finish();
        };
        let (id, destination) = (self.saml_id(), value(&app.logout));
        let (now, by) = (moment(self.clock.now()), text(&self.saml_places().metadata));
        let message = format!(
            r#"<samlp:{name} xmlns:samlp="{PROTOCOL}" Destination="{destination}" ID="{id}"{before} IssueInstant="{now}"{after} Version="2.0"><saml:Issuer xmlns:saml="{ASSERTION}">{by}</saml:Issuer>{MARK}{body}</samlp:{name}>"#
        );
        let signed = Manner::default().sign(key.as_ref(), &message, &id);
        let mut fields = vec![(field.to_owned(), STANDARD.encode(signed))];
        if !relay_state.is_empty() {
            fields.push(("RelayState".to_owned(), relay_state.to_owned()));
        }
        form(&to, &fields)
    }
}
