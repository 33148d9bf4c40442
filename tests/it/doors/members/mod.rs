//! The members of Cognito's requests about pools, clients and users, each by what it does.

mod answers;
mod list_users;
