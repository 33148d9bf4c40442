//! The places of the account page: their paths, their names in the query of a sign-in, their part of the navigation.

/// A place of the account page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web::hosted) enum Place {
    /// `/account`
    Overview,
    /// `/account/profile`: what is known of the person.
    Profile,
    /// `/account/email`
    Email,
    /// `/account/phone`
    Phone,
    /// `/account/factors`: what they prove themselves with.
    Factors,
    /// `/account/password`
    Password,
    /// `/account/app`: an authenticator app is set up.
    App,
    /// `/account/codes`: recovery codes.
    Codes,
    /// `/account/passkeys`
    Passkeys,
    /// `/account/linked`: accounts elsewhere with which one signs in.
    Linked,
    /// `/account/devices`: browsers that are known, and may stand in for a second factor.
    Devices,
    /// `/account/sessions`: where one is signed in, and the apps that act for one.
    Sessions,
    /// `/account/activity`: what happened.
    Activity,
    /// `/account/data`: what is kept, to take along.
    Data,
    /// `/account/delete`
    Delete,
}

impl Place {
    /// The path below the mount.
    pub(in crate::web::hosted) const fn path(self) -> &'static str {
        match self {
            Self::Overview => "/account",
            Self::Profile => "/account/profile",
            Self::Email => "/account/email",
            Self::Phone => "/account/phone",
            Self::Factors => "/account/factors",
            Self::Password => "/account/password",
            Self::App => "/account/app",
            Self::Codes => "/account/codes",
            Self::Passkeys => "/account/passkeys",
            Self::Linked => "/account/linked",
            Self::Devices => "/account/devices",
            Self::Sessions => "/account/sessions",
            Self::Activity => "/account/activity",
            Self::Data => "/account/data",
            Self::Delete => "/account/delete",
        }
    }

    /// The name under which a sign-in leads there (`flows::authorize::ACCOUNT_PLACES`).
    pub(super) fn name(self) -> &'static str {
        self.path().strip_prefix("/account").unwrap_or_default().trim_start_matches('/')
    }

    /// Where it stands in the navigation.
    pub(super) const fn section(self) -> Self {
        match self {
            Self::Overview => Self::Overview,
            Self::Profile | Self::Email | Self::Phone => Self::Profile,
            Self::Factors
            | Self::Password
            | Self::App
            | Self::Codes
            | Self::Passkeys
            | Self::Linked
            | Self::Devices => Self::Factors,
            Self::Sessions => Self::Sessions,
            Self::Activity => Self::Activity,
            Self::Data | Self::Delete => Self::Data,
        }
    }

    /// The navigation: each part with the key of its words.
    pub(super) const SECTIONS: [(Self, &'static str); 6] = [
        (Self::Overview, "account-nav-overview"),
        (Self::Profile, "account-nav-profile"),
        (Self::Factors, "account-nav-security"),
        (Self::Sessions, "account-nav-sessions"),
        (Self::Activity, "account-nav-activity"),
        (Self::Data, "account-nav-data"),
    ];
}

#[cfg(test)]
mod tests {
    use super::super::{FORMS, NOTICES};
    use super::Place;
    use crate::flows::authorize::ACCOUNT_PLACES;

    #[test]
    fn a_sign_in_leads_to_places_that_there_are_and_to_every_part_of_the_navigation() {
        let mounted = |path: &str| FORMS.iter().chain(&NOTICES).any(|mount| mount.path == path);
        for place in ACCOUNT_PLACES {
            let path = if place.is_empty() { "/account".to_owned() } else { format!("/account/{place}") };
            assert!(mounted(&path), "{path}");
        }
        for (place, _) in Place::SECTIONS {
            assert!(ACCOUNT_PLACES.contains(&place.name()), "{place:?}");
            assert_eq!(place.section(), place);
        }
    }
}
