//! What the operator's commands find and tell.

mod access_keys;
mod doctor;
mod events;
