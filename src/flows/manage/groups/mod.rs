//! Groups of users: one file for the groups themselves, one for who is in them, one for lists.

mod change;
mod list;
mod members;

pub use self::change::{Changes, GroupChange, NewGroup, create, delete, find, update};
pub use self::list::{GroupListRefused, members, of_user, page};
pub use self::members::{MembershipChange, add_user, remove_user};
