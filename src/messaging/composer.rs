//! Writes mails and text messages in the language of their reader, with the pool's own words where it has some.

use std::sync::Arc;

use crate::domain::pool::Pool;
use crate::messaging::Queued;
use crate::messaging::mail::Composed;
use crate::messaging::sms::Text;
use crate::render::{Catalog, Layer, RenderError};

/// Composes messages when they are sent.
#[derive(Clone)]
pub struct Composer(Arc<Catalog>);

impl Composer {
    /// A composer over the product's catalogs.
    pub fn new(catalog: Arc<Catalog>) -> Self {
        Self(catalog)
    }

    /// The mail of `queued` to a user of `pool`, which says these `words` of its own.
    pub fn compose(&self, queued: &Queued, pool: &Pool, words: &[Arc<Layer>]) -> Result<Composed, RenderError> {
        queued.message.compose(pool, &self.0.translator_for(&queued.language, words))
    }

    /// The text message of `queued`; `None` for what is never sent as one.
    pub fn compose_text(
        &self,
        queued: &Queued,
        pool: &Pool,
        words: &[Arc<Layer>],
    ) -> Result<Option<Text>, RenderError> {
        queued.message.compose_text(pool, &self.0.translator_for(&queued.language, words))
    }
}
