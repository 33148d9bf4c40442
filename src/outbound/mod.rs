//! The one HTTP client for calls to others: bounded in size, time and redirects.
