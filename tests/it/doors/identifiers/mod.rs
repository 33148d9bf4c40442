//! What one signs in with: one person under all their names, at every door, and nobody under somebody else's.

mod conflicts;
mod contacts;
mod look_alikes;
mod one_person;
