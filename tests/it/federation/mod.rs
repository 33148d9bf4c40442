//! People who come from an upstream provider: each forged or faulty message of one leaves nobody signed in and nothing
//! written, and the honest one beside it signs in.

mod connectors;
mod forged_answers;
mod forged_claims;
mod forged_documents;
mod forged_signatures;
mod fresh;
mod honest;
mod kept_tokens;
mod linked_by_claim;
mod linking;
mod mix_up;
mod offer;
mod pages;
mod saml;
mod shown;
mod slow;
mod state;
mod strangers;
mod traveller;
mod troubles;
