//! RFC and AWS vocabulary as types. Pure.

pub mod aws;
pub mod oauth;
