//! What a request may look like, as tables.

use super::Pattern;

/// A text and its constraints. Lengths count characters.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// Fewest characters.
    pub min: usize,
    /// Most characters.
    pub max: usize,
    /// The set its characters are from.
    pub pattern: Option<Pattern>,
    /// The only values it can have; empty: any.
    pub one_of: &'static [&'static str],
    /// Never quoted in a refusal.
    pub is_sensitive: bool,
}

impl Text {
    /// Any text of up to `max` characters.
    #[must_use]
    pub const fn up_to(max: usize) -> Self {
        Self { min: 0, max, pattern: None, one_of: &[], is_sensitive: false }
    }

    /// One of a few words.
    #[must_use]
    pub const fn one_of(values: &'static [&'static str]) -> Self {
        Self { min: 0, max: 256, pattern: None, one_of: values, is_sensitive: false }
    }

    /// With at least `min` characters.
    #[must_use]
    pub const fn at_least(self, min: usize) -> Self {
        Self { min, ..self }
    }

    /// Of a set of characters.
    #[must_use]
    pub const fn of(self, pattern: Pattern) -> Self {
        Self { pattern: Some(pattern), ..self }
    }

    /// Never quoted in a refusal.
    #[must_use]
    pub const fn sensitive(self) -> Self {
        Self { is_sensitive: true, ..self }
    }
}

/// A list and its constraints.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// What it is a list of.
    pub of: Shape,
    /// Fewest elements.
    pub min: usize,
    /// Most elements.
    pub max: usize,
}

/// The type of a member.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// `true` or `false`.
    Boolean,
    /// A whole number between the two, both included.
    Integer(i64, i64),
    /// A text.
    Text(&'static Text),
    /// A list.
    List(&'static List),
    /// An object from texts to texts.
    Map {
        /// Whether its values must never be quoted.
        is_sensitive: bool,
    },
    /// An object with known members.
    Structure(&'static Structure),
    /// An object of another specification, which its reader holds to that.
    Document,
}

/// What is done with a member that is known.
#[derive(Clone, Copy, Debug)]
pub enum Duty {
    /// It is honoured: it reaches the operation.
    Honoured(Shape),
    /// It is refused by name, unless it says what its absence says: null, false, zero, empty, or one of these words.
    Refused(&'static [&'static str]),
    /// It is checked and dropped, since there is nothing that it could do: see `shapes::inert`.
    Inert(Shape),
}

/// A member of a [`Structure`].
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// As on the wire.
    pub name: &'static str,
    /// Whether the request is refused without it.
    pub is_required: bool,
    /// What is done with it.
    pub duty: Duty,
}

impl Member {
    /// One that must be there.
    #[must_use]
    pub const fn required(name: &'static str, shape: Shape) -> Self {
        Self { name, is_required: true, duty: Duty::Honoured(shape) }
    }

    /// One that may be there.
    #[must_use]
    pub const fn optional(name: &'static str, shape: Shape) -> Self {
        Self { name, is_required: false, duty: Duty::Honoured(shape) }
    }

    /// One that Cognito honours and we do not; `neutral` are the words that mean the same as its absence.
    #[must_use]
    pub const fn refused(name: &'static str, neutral: &'static [&'static str]) -> Self {
        Self { name, is_required: false, duty: Duty::Refused(neutral) }
    }

    /// One that has nothing to act on.
    #[must_use]
    pub const fn inert(name: &'static str, shape: Shape) -> Self {
        Self { name, is_required: false, duty: Duty::Inert(shape) }
    }
}

/// An object with known members.
#[derive(Clone, Copy, Debug)]
pub struct Structure {
    /// Its name in Cognito's model.
    pub name: &'static str,
    /// Its own members.
    pub members: &'static [Member],
    /// More members, shared with another structure.
    pub base: Option<&'static Structure>,
}

impl Structure {
    /// A structure with these members.
    #[must_use]
    pub const fn new(name: &'static str, members: &'static [Member]) -> Self {
        Self { name, members, base: None }
    }

    /// All members that exist.
    pub fn all_members(&self) -> impl Iterator<Item = &'static Member> {
        self.members.iter().chain(self.base.map_or(&[][..], |base| base.members))
    }

    /// The member of this name.
    pub fn member(&self, name: &str) -> Option<&'static Member> {
        self.all_members().find(|member| member.name == name)
    }
}

/// Writes a type and its [`Structure`] side by side, so that neither can be changed without the other.
///
/// Members after `also` exist on the wire and have no field: they are refused, or have nothing to act on. A field
/// after `with` holds the members of another such type, which stand beside this one's own on the wire.
macro_rules! structure {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident = $shape:literal {
            $($(#[$field_meta:meta])* $field:ident: $type:ty = $kind:ident($member:literal, $member_shape:expr),)*
        }
        $(also [$($other:expr),* $(,)?])?
        $(with $(#[$base_meta:meta])* $base_field:ident: $base:ident)?
    ) => {
        $(#[$meta])*
        $vis struct $name {
            $($(#[$field_meta])* #[serde(rename = $member)] $vis $field: $type,)*
            $($(#[$base_meta])* #[serde(flatten)] $vis $base_field: $base,)?
        }

        impl $name {
            /// What it looks like on the wire.
            $vis const SHAPE: &'static $crate::protocol::aws::json::Structure =
                &$crate::protocol::aws::json::Structure {
                    name: $shape,
                    members: &[
                        $($crate::protocol::aws::json::Member::$kind($member, $member_shape),)*
                        $($($other,)*)?
                    ],
                    base: $crate::protocol::aws::json::base!($($base)?),
                };
        }
    };
}
pub(crate) use structure;

/// The base of a [`Structure`], if it has one.
macro_rules! base {
    () => {
        None
    };
    ($base:ident) => {
        Some($base::SHAPE)
    };
}
pub(crate) use base;
