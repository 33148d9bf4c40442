//! Where an attempt comes from: the connection's address, or what a server says that speaks for its users.
//!
//! It goes with the request's task, as the address does, so that no entrance can forget it. What anybody but a trusted
//! server says is not looked at: an attacker would say what makes them look harmless.

use std::future::Future;
use std::net::IpAddr;

use crate::domain::risk::Whereabouts;
use crate::flows::{Deps, admission};

/// Longest text in which a browser or app says what it is, in characters.
const LONGEST: usize = 256;

tokio::task_local! {
    static TOLD: Told;
}

/// What a server says of the person for whom it asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Their address; `None`: not said, or none.
    pub address: Option<IpAddr>,
    /// What their browser or app says it is; empty where that is not said.
    pub device: String,
}

/// Does `work` for a person of whom a server, which may say so, said this; with `None` nothing was said.
pub async fn as_told<F: Future>(told: Option<Told>, work: F) -> F::Output {
    match told {
        Some(told) => TOLD.scope(Told { device: one_line(&told.device), ..told }, work).await,
        None => work.await,
    }
}

/// The address of the person; `None`: it is not known, since a server speaks for them that does not say.
pub(super) fn address() -> Option<IpAddr> {
    let told = TOLD.try_with(|told| told.address).ok().flatten();
    told.or_else(admission::address).map(|address| address.to_canonical())
}

/// Where the person is.
pub(super) fn whereabouts(deps: &Deps) -> Option<Whereabouts> {
    let address = address()?;
    let located = deps.addresses.locate(address);
    Some(Whereabouts {
        address,
        country: located.country,
        city: located.city,
        operator: located.operator,
        position: located.position,
        device: device(),
    })
}

fn device() -> String {
    match TOLD.try_with(|told| told.device.clone()) {
        Ok(told) => told,
        Err(_) => admission::whereabouts().1,
    }
}

fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(LONGEST).collect()
}
