//! What must never happen: each test is a case of the product's list of hostile cases (its number stands in the comment).
//! A test asserts the refusal, that nothing changed, and that the honest value still works in its own place.

mod authorize;
mod client_authentication;
mod codes;
mod cross_origin;
mod edge;
mod enumeration;
mod equal_cost;
mod files;
mod first_key;
mod forms;
mod guessing;
mod headers;
mod kill_table;
mod logout;
mod markup;
mod own_key;
mod passwords;
mod pkce;
mod redirect_uri;
mod refresh;
mod sessions;
mod stored_urls;
mod token_forgery;
mod token_requests;
mod user_info;
