//! SAML 2.0: honest messages of many shapes are taken, and forged ones never. See fixtures/README.md for those that
//! another program made.

mod algorithms;
mod cases;
mod conditions;
mod count;
mod demo_saml;
mod doors;
mod encrypted;
mod fixtures;
mod honest;
mod hostile_text;
mod inheriting;
mod leaving;
mod logout;
mod metadata;
mod provider;
mod refresh;
mod requests;
mod signer;
mod structure;
mod wrapped;
