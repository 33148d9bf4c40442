//! The members of Cognito's requests about pools, clients and users, each by what it does.

mod account;
mod answers;
mod clients;
mod coverage;
mod list_users;
mod pools;
