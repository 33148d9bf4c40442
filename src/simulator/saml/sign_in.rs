//! `/demo-id/saml/sso`: requests for a sign-in, by either binding, and the page on which one chooses who to be.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::answer::send;
use super::asked::Asked;
use super::statement::RESPONDER;
use crate::simulator::Simulator;
use crate::simulator::memory::Visit;
use crate::simulator::people::Person;
use crate::simulator::trouble::Trouble;

/// A request in the query.
pub(in crate::simulator) async fn get(simulator: Data<Simulator>, request: HttpRequest) -> HttpResponse {
    let asked = Asked::queried(request.query_string(), &simulator.apps);
    simulator.consider(&request, asked)
}

/// A request in a form.
pub(in crate::simulator) async fn post(simulator: Data<Simulator>, request: HttpRequest, body: String) -> HttpResponse {
    let asked = Asked::posted(&body, &simulator.apps);
    simulator.consider(&request, asked)
}

impl Simulator {
    fn consider(&self, request: &HttpRequest, asked: Result<Asked, &'static str>) -> HttpResponse {
        match asked {
            Ok(asked) if asked.is_passive => self.saml_refuse(&asked, "NoPassive"),
            Ok(asked) => self.show_choice(request, Visit::Saml(asked)),
            Err(why) => self.show_saml_problem(request, "demo-id-refused", why),
        }
    }

    /// Answers that there is no assertion.
    pub(in crate::simulator) fn saml_refuse(&self, asked: &Asked, why: &str) -> HttpResponse {
        let statement = self.statement(asked, &Person::typed("", "", false));
        let status = format!("urn:oasis:names:tc:SAML:2.0:status:{why}");
        let inner = format!(r#"<samlp:StatusCode Value="{status}"></samlp:StatusCode>"#);
        let response = statement.around(RESPONDER, "");
        let response = response.replacen("></samlp:StatusCode>", &format!(">{inner}</samlp:StatusCode>"), 1);
        send(asked, &response)
    }

    /// Answers who somebody is, as honestly as the trip has it.
    pub(in crate::simulator) async fn saml_grant(&self, asked: &Asked, person: &Person) -> HttpResponse {
        let trouble = asked.trouble;
        let is_replay = trouble == Some(Trouble::Replay) || self.knobs.bent(Vec::new()).replays();
        if let Some(response) = is_replay.then(|| self.memory.last_answer(&asked.app.entity_id)).flatten() {
            return send(asked, &response);
        }
        match self.response(asked, person).await {
            Some(response) => {
                self.memory.keep_answer(&asked.app.entity_id, &response);
                send(asked, &response)
            }
            None => self.saml_refuse(asked, "RequestDenied"),
        }
    }
}
