//! Vestibule: an identity service that anyone can own.
//!
//! One engine, many doors. The rules of sign-in live in [`domain`] (pure) and [`flows`] (use cases); everything a
//! person or a program can reach is a *door*: a thin translation between a wire format and a flow.
//!
//! ```text
//! cli → app → { web, jobs } → flows → { storage, federation, messaging, render, limits, crypto, protocol, domain }
//! web → also protocol, domain, render, i18n      federation, messaging → outbound, render, crypto, protocol, domain
//! storage → crypto, domain     limits → storage, domain     render → i18n, domain
//! meters → domain; whatever counts or times something calls it
//! crypto, protocol → domain    domain → nothing of ours    demo → outbound, render, i18n, domain (a client, no door)
//! simulator → crypto, protocol, render, i18n, domain (another's provider, no door)
//! ```
//!
//! `docs/ARCHITECTURE.md` tells the story; `tests/it/architecture.rs` holds the code to the table above.

pub mod app;
pub mod cli;
pub mod config;
pub mod crypto;
pub mod demo;
pub mod domain;
mod fail_points;
pub mod federation;
pub mod flows;
pub mod i18n;
pub mod jobs;
pub mod limits;
pub mod messaging;
pub mod meters;
pub mod outbound;
pub mod protocol;
pub mod render;
pub mod simulator;
pub mod storage;
pub mod telemetry;
pub mod tls;
pub mod web;
