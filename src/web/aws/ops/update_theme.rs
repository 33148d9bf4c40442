//! An admin changes the look of a pool. What is not said stays; a map that is said takes the place of the one there is.

use serde::Deserialize;

use std::collections::BTreeMap;

use crate::domain::theme::{FooterLink, Logo};
use crate::flows::Deps;
use crate::flows::manage::themes::{self, LogoChange, ThemeChange};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::text;
use crate::protocol::aws::shapes::theme::{FOOTER, FooterLinkType, LOGO, TOKENS, ThemeType};
use crate::web::aws::caller::Caller;
use crate::web::aws::{refusals, target, views};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

structure! {
    /// What [`UpdateTheme`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "UpdateThemeRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Values of the light scheme, and what is the same in both.
        tokens: Option<BTreeMap<String, String>> = optional("Tokens", TOKENS),
        /// Colours of the dark scheme.
        dark_tokens: Option<BTreeMap<String, String>> = optional("DarkTokens", TOKENS),
        /// The links below the pages.
        footer_links: Option<Vec<FooterLinkType>> = optional("FooterLinks", FOOTER),
        /// The new logo.
        logo: Option<String> = optional("Logo", LOGO),
        /// `true`: there is to be no logo.
        remove_logo: Option<bool> = optional("RemoveLogo", Shape::Boolean),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<ThemeType, CognitoError> {
    let Request { user_pool_id, tokens, dark_tokens, footer_links, logo, remove_logo } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let logo = logo_change(logo, remove_logo.unwrap_or_default())?;
    let footer = footer_links.map(|links| links.into_iter().map(link).collect());
    let changed = themes::update(deps, &pool.id, ThemeChange { tokens, dark_tokens, footer, logo }).await?;
    let theme = changed.map_err(|problems| refusals::theme_problems(&problems))?;
    Ok(views::theme::theme(&pool.id, theme))
}

fn link(link: FooterLinkType) -> FooterLink {
    let FooterLinkType { name, labels, href } = link;
    FooterLink { name: name.unwrap_or_default(), labels: labels.unwrap_or_default(), href }
}

fn logo_change(logo: Option<String>, is_removed: bool) -> Result<LogoChange, CognitoError> {
    match (logo, is_removed) {
        (None, false) => Ok(LogoChange::Keep),
        (None, true) => Ok(LogoChange::Remove),
        (Some(_), true) => Err(CognitoError::invalid_parameter("'Logo' and 'RemoveLogo' contradict each other.")),
        (Some(text), false) => {
            let bytes = STANDARD.decode(text).map_err(|_| CognitoError::invalid_parameter("'Logo' is not base64."))?;
            Ok(LogoChange::Set(Logo::accept(bytes)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LogoChange, logo_change};

    #[test]
    fn a_logo_is_kept_removed_or_checked() {
        assert!(matches!(logo_change(None, false), Ok(LogoChange::Keep)));
        assert!(matches!(logo_change(None, true), Ok(LogoChange::Remove)));
        for (logo, is_removed) in
            [("iVBORw0KGgo=", true), ("iVBORw0KGgo=", false), ("<svg/>", false), ("PHN2Zy8+", false)]
        {
            let refused = logo_change(Some(logo.to_owned()), is_removed).unwrap_err();
            assert_eq!(refused.exception().name(), "InvalidParameterException", "{logo}");
        }
    }
}
