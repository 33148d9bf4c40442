//! RFC and AWS vocabulary as types. Pure.
