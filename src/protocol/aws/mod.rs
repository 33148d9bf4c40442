//! AWS vocabulary.
