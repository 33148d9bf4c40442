//! The demo relying party against a provider that does what each test tells it: what a client must refuse, whoever asks.

mod provider;
mod refusals;
mod sign_in;
mod visitor;
