//! What surrounds a pool's pages: its name, its theme, its logo.

use crate::domain::pool::Pool;
use crate::domain::theme::FooterLink;
use crate::flows::{Deps, Error};
use crate::i18n::Translator;
use crate::render::page::{Layout, Link};

/// The name on pages that belong to no pool.
pub(super) const PRODUCT: &str = "Vestibule";

/// The layout of a pool's pages.
pub(super) async fn of_pool(deps: &Deps, translator: &Translator, pool: &Pool) -> Result<Layout, Error> {
    let look = deps.directory.look(&pool.id).await?;
    let mut layout = Layout::new(translator, &pool.name);
    if !look.css_hash.is_empty() {
        layout.theme_href = format!("/theme/{}.css", look.css_hash);
    }
    layout.footer = look.footer.iter().map(|link| footer_link(link, &layout.lang)).collect();
    if !look.logo_hash.is_empty() {
        layout.logo_href = format!("/logo/{}", look.logo_hash);
    }
    Ok(layout)
}

fn footer_link(link: &FooterLink, language: &str) -> Link {
    match link.label(language) {
        "" => Link::new(format!("footer-{}", link.name), &link.href),
        label => Link::new(label, &link.href),
    }
}
