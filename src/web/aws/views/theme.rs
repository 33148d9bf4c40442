//! Looks of pools.

use crate::domain::pool::PoolId;
use crate::domain::theme::FooterLink;
use crate::flows::manage::themes::PoolTheme;
use crate::protocol::aws::shapes::theme::{FooterLinkType, ThemeType};

/// The look of a pool.
pub(in crate::web::aws) fn theme(pool: &PoolId, theme: PoolTheme) -> ThemeType {
    ThemeType {
        user_pool_id: pool.to_string(),
        tokens: theme.theme.tokens,
        dark_tokens: theme.theme.dark_tokens,
        footer_links: theme.theme.footer.into_iter().map(link).collect(),
        logo_media_type: theme.logo_media_type,
        last_modified_date: theme.updated_at.map(Into::into),
    }
}

fn link(link: FooterLink) -> FooterLinkType {
    let FooterLink { name, labels, href } = link;
    FooterLinkType { name: (!name.is_empty()).then_some(name), labels: (!labels.is_empty()).then_some(labels), href }
}
