//! Several nodes on one database: what one changes the others know in time, and what must happen once happens once.

mod boundaries;
mod caches;
mod cleaning;
mod clocks;
mod drain;
mod guesses;
mod leases;
mod sign_out;
mod start;
