//! Amazon's vocabulary as types: request signatures, the JSON 1.1 body, its shapes, its errors, its operation names.
//!
//! Pure: bytes and values in, values and errors out. Knows nothing of HTTP servers, of storage, or of what an
//! operation does.

pub mod error;
pub mod json;
pub mod operations;
pub mod shapes;
pub mod sigv4;
