//! Locale negotiation and Fluent catalogs in layers.
