//! What a configuration key is: its path in the file, its environment variable, its shape and its reference text.
//!
//! The `section!` macro turns one declaration into the struct that serde reads, its defaults, and the rows from which
//! the reference page and the "did you mean" answers come. Knows nothing of any particular key.

use crate::domain::secret::Secret;

/// How a key is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Any text.
    Text,
    /// A whole number.
    Number,
    /// A list of texts: an array in the file, comma-separated in the environment.
    List,
    /// Text that is never printed.
    Secret,
}

/// One configuration key as operators know it.
#[derive(Debug)]
pub struct Key {
    /// Dotted path in the configuration file, such as `hashing.workers`.
    pub path: &'static str,
    /// The environment variable that sets it; exactly one.
    pub env: &'static str,
    /// How the value is written.
    pub shape: Shape,
    /// The value used when nothing is set, as text; `None` when the documentation says what happens then.
    pub default: fn() -> Option<String>,
    /// The reference text, one element per line of the doc comment.
    pub doc: &'static [&'static str],
}

/// One section of the configuration file with its keys in the order of the reference page.
#[derive(Debug)]
pub struct Section {
    /// Name of the TOML table.
    pub name: &'static str,
    /// What the section is about.
    pub doc: &'static [&'static str],
    /// Its keys.
    pub keys: &'static [Key],
}

/// A Rust type that can hold a key's value.
pub(super) trait Setting {
    /// How such a value is written.
    const SHAPE: Shape;
    /// The value as the reference page shows it; `None` when unset.
    fn shown(&self) -> Option<String>;
}

impl Setting for String {
    const SHAPE: Shape = Shape::Text;
    fn shown(&self) -> Option<String> {
        Some(self.clone())
    }
}

impl Setting for u32 {
    const SHAPE: Shape = Shape::Number;
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Setting for u64 {
    const SHAPE: Shape = Shape::Number;
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Setting for Vec<String> {
    const SHAPE: Shape = Shape::List;
    fn shown(&self) -> Option<String> {
        (!self.is_empty()).then(|| self.join(","))
    }
}

impl Setting for Secret {
    const SHAPE: Shape = Shape::Secret;
    fn shown(&self) -> Option<String> {
        None
    }
}

impl<T: Setting> Setting for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    fn shown(&self) -> Option<String> {
        self.as_ref().and_then(T::shown)
    }
}

/// Declares a section: the struct that serde reads, its defaults, and its [`Section`] row.
///
/// Path and variable are written out in full, so that searching for either finds the declaration.
macro_rules! section {
    (
        $(#[doc = $about:literal])*
        struct $name:ident in $table:literal {
            $(
                $(#[doc = $doc:literal])*
                ($path:literal, $env:literal) $field:ident: $type:ty = $default:expr;
            )*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(super) struct $name {
            $( $(#[doc = $doc])* pub(super) $field: $type, )*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $( $field: $default, )* }
            }
        }

        /// The section as the reference page shows it.
        pub(super) const SECTION: $crate::config::key::Section = $crate::config::key::Section {
            name: $table,
            doc: &[$($about),*],
            keys: &[$(
                $crate::config::key::Key {
                    path: $path,
                    env: $env,
                    shape: <$type as $crate::config::key::Setting>::SHAPE,
                    default: || $crate::config::key::Setting::shown(&$name::default().$field),
                    doc: &[$($doc),*],
                },
            )*],
        };
    };
}
pub(super) use section;
