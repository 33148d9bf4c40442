//! SAML 2.0, as a service provider: metadata in and out, requests, responses, logout.
//!
//! Responses come from browsers, so that every byte of one may be an attacker's. The defence is an order of work that
//! leaves nothing to chance:
//!
//! 1. `document` bounds the text and refuses what SAML has no need of: a DTD, comments, processing instructions, IDs that
//!    occur twice, more or other assertions and signatures than there may be, in other places.
//! 2. `signature` has the canonical bytes of `SignedInfo` computed, verifies them with the keys that the administrator
//!    trusts (never with one from the message), and reads the digest *from these bytes*.
//! 3. It has the canonical bytes of the signed element computed, without its own signature, and compares their digest.
//! 4. These bytes, which the provider signed, are parsed anew, and only from them is anything read (`assertion`).
//!
//! An encrypted assertion may leave the declaration of its prefixes to what is around it; it is taken so if it has a signature of its
//! own, and read from the bytes that were signed like any other (`response::within`).
//!
//! So it does not matter whether the parser that reads and the library that canonicalises agree on the message: wrapped,
//! commented, doubled or re-declared, what is read is what was signed, or nothing. Signature wrapping (XSW 1 to 8) and the
//! parser differentials of 2025 (CVE-2025-25291, CVE-2025-29774, CVE-2025-47949) have nothing to hold on to.
//!
//! Knows nothing of storage, browsers and users. Replay is the caller's to refuse, by [`Verified::assertion_id`].

mod algorithms;
mod assertion;
mod canonical;
mod condition;
mod connector;
mod decryption;
mod document;
mod instant;
mod logout;
mod message;
mod metadata;
mod names;
mod refusal;
mod response;
mod service;
mod signature;

pub use self::assertion::{NameId, Verified};
pub use self::canonical::{Canonicaliser, Exclusive, Place};
pub(super) use self::connector::Saml;
pub use self::connector::{ENTITY_ID, FETCHED_METADATA, SKEW_SECS, entity_id, is_on, metadata_of};
pub use self::logout::{
    IncomingLogout, LogoutAnswer, LogoutExpected, answer_logout, ask_logout, read_logout_answer, read_logout_request,
    unverified_issuer,
};
pub use self::message::{Direction, Outgoing, PostForm, SignInSettings, ask_sign_in};
pub use self::metadata::{Endpoint, MetadataError, ProviderMetadata};
pub use self::refusal::Refusal;
pub use self::response::{Expected, read_response};
pub use self::service::{Service, service_metadata};
