//! OAuth 2 and OpenID Connect vocabulary: parameters as they arrive.

mod basic;
mod params;

pub use self::basic::{BasicError, parse_basic};
pub use self::params::{Params, ParamsError};
