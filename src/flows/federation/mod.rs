//! People who sign in with an account that they have elsewhere.
//!
//! ```text
//!  depart ──► the provider ──► (a POST from there: keep) ──► come_back ──► land ──► the sign-in machine
//!    │                                                           │            │
//!    the trip, sealed: it is the `state`                  used up, once    who it is, by the exact link; made where new,
//!                                                                          or first asked whether they have an account (offer)
//! ```
//!
//! A trip is bound to the browser, the provider and the request that it set out with, lasts ten minutes, and comes back once
//! (case 173). Setting out writes nothing.

mod allowed;
mod answer_offer;
mod callback;
mod depart;
mod identify;
mod land;
mod leave;
mod link;
mod links;
mod newcomer;
mod offer;
mod posted_name;
mod refresh;
mod rewritten;
mod saml_details;
mod saml_key;
mod saml_session;
mod tokens;
mod told_to_leave;
mod trip;
mod unasked;

pub use self::allowed::{Allowed, NotAllowed, allowed};
pub use self::answer_offer::{TakenUp, decline_offer, take_up_offer};
pub use self::callback::{CameTo, callback_url};
pub use self::depart::{Departing, depart};
pub use self::land::{Arrival, Landed, Landing, land};
pub use self::leave::{Onward, leave, left, pause, resume};
pub use self::link::{LinkNotBegun, LinkOutcome, LinkedAccount, UnlinkOutcome, begin_link, link, linked, unlink};
pub(crate) use self::links::follow;
pub use self::offer::Offer;
pub use self::rewritten::rewritten;
pub use self::saml_details::{complete, refresh_saml_metadata, without_derived};
pub use self::saml_key::{saml_metadata, signing_certificate};
pub use self::told_to_leave::{Told, told_to_leave};
pub use self::trip::{Carried, Errand, TripRefused, begun_here, come_back, keep_answer};
pub use self::unasked::unasked;
pub use crate::federation::{Answer, Departure, Failure, Fault, Side};
