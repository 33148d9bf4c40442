//! Every rule of the repositories, on SQLite and on PostgreSQL.

mod access_keys;
mod attempts;
mod codes;
mod database;
mod events;
mod expiry;
mod grants;
mod groups;
mod kept;
mod outbox;
mod pools;
mod resource_servers;
mod sample;
mod schema;
mod sealed_cells;
mod sealing;
mod sessions;
mod sign_ins;
mod themes;
mod together;
mod units;
mod user_list;
mod users;
