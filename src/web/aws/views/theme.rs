//! Looks of pools.

use crate::domain::pool::PoolId;
use crate::flows::manage::themes::PoolTheme;
use crate::protocol::aws::shapes::theme::ThemeType;

/// The look of a pool.
pub(in crate::web::aws) fn theme(pool: &PoolId, theme: PoolTheme) -> ThemeType {
    ThemeType {
        user_pool_id: pool.to_string(),
        tokens: theme.theme.tokens,
        dark_tokens: theme.theme.dark_tokens,
        logo_media_type: theme.logo_media_type,
        last_modified_date: theme.updated_at.map(Into::into),
    }
}
