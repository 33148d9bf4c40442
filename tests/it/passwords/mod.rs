//! Passwords: those that people bring along, those that they choose, and those that nobody may choose.

mod chosen;
mod command;
mod history;
mod import;
