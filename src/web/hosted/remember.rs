//! "Remember this device": the box that is offered beside a second factor, where the pool leaves it to the person and spares
//! remembered devices the next one.

use super::forgery::field;
use super::visit::Visit;
use crate::domain::device::TRUST_DAYS;
use crate::protocol::oauth::Params;
use crate::render::page::Form;

/// The form with the box, where it is offered; ticked as it was when the form came back.
pub(super) fn offered(visit: &Visit, form: Form) -> Form {
    let is_offered = visit.request.pool.settings.devices.is_some_and(|policy| policy.stands_in && policy.asks_person);
    if is_offered { form.remembering(TRUST_DAYS, visit.state.remembers) } else { form }
}

/// Whether the box was ticked.
pub(super) fn is_asked(form: &Params) -> bool {
    field(form, "remember") == "on"
}
