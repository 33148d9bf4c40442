//! Devices: the browsers in which a person signs in, recognised by a cookie that the pages give them.
//!
//! Which device it is, is established from the cookie at each answer of a sign-in, after the first factor was proven and for
//! that user only; what it spares them is the sign-in machine's rule. Before that, only failures are counted by it: apart from
//! those of everybody else. The cookie is replaced when the device is used, and a
//! value that was replaced gives the device away: somebody else has a copy.

mod keep;
mod manage;
mod recognise;

pub(crate) use self::keep::Keeping;
pub use self::manage::{DeviceChange, find, forget, forget_all, list, list_all, rename, set_remembered};
pub use self::recognise::{Presented, SeenDevice, Standing};
pub(crate) use self::recognise::{known, recognise, trusted};

/// Most people who are known in one browser at one pool. Their values share its cookie; who came first gives way.
const MOST_PEOPLE: usize = 5;
/// What stands between the values in the cookie; base64url has none.
const BETWEEN: char = '.';
