//! What the operator's commands find and tell.

mod doctor;
