//! The pages with a form: their paths, and what their forms are bound to.

/// A page, or the address of one of its forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// `/login`
    Login,
    /// `/login/code`: a code by mail in the place of the password.
    LoginCode,
    /// `/login/link`: the link in the same mail.
    LoginLink,
    /// `/login/passkey`: what a passkey answered at `/login`.
    LoginPasskey,
    /// `/passkeys/add`: a signed-in person adds a passkey.
    PasskeysAdd,
    /// `/link`: somebody new from a provider says whether an account here is theirs.
    Link,
    /// `/continue`: goes on with the running session, shown at `/login`.
    Continue,
    /// `/changePassword`: a temporary password is replaced.
    ChangePassword,
    /// `/mfa`: the second factor.
    Mfa,
    /// `/mfa/choose`: another second factor, or another code.
    MfaChoose,
    /// `/mfa/codes`: recovery codes are shown, once.
    MfaCodes,
    /// `/mfa/enrol`: what is to be set up as the second factor is chosen.
    MfaEnrol,
    /// `/mfa/recovery`: a recovery code in the place of a second factor.
    MfaRecovery,
    /// `/mfa/setup`: a second factor is set up first.
    MfaSetup,
    /// `/signup`
    SignUp,
    /// `/confirm`
    Confirm,
    /// `/resendcode`: another code, asked for at `/confirm`.
    ResendCode,
    /// `/forgotPassword`
    ForgotPassword,
    /// `/confirmforgotPassword`
    ConfirmForgotPassword,
    /// `/signOut`: asks before it ends a session, where a request to sign out does not say whose.
    SignOut,
}

impl Route {
    const ALL: [Self; super::FORMS.len()] = [
        Self::Login,
        Self::LoginCode,
        Self::LoginLink,
        Self::LoginPasskey,
        Self::PasskeysAdd,
        Self::Link,
        Self::Continue,
        Self::ChangePassword,
        Self::Mfa,
        Self::MfaChoose,
        Self::MfaCodes,
        Self::MfaEnrol,
        Self::MfaRecovery,
        Self::MfaSetup,
        Self::SignUp,
        Self::Confirm,
        Self::ResendCode,
        Self::ForgotPassword,
        Self::ConfirmForgotPassword,
        Self::SignOut,
    ];

    /// The path below the mount.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Login => "/login",
            Self::LoginCode => "/login/code",
            Self::LoginLink => "/login/link",
            Self::LoginPasskey => "/login/passkey",
            Self::PasskeysAdd => "/passkeys/add",
            Self::Link => "/link",
            Self::Continue => "/continue",
            Self::ChangePassword => "/changePassword",
            Self::Mfa => "/mfa",
            Self::MfaChoose => "/mfa/choose",
            Self::MfaCodes => "/mfa/codes",
            Self::MfaEnrol => "/mfa/enrol",
            Self::MfaRecovery => "/mfa/recovery",
            Self::MfaSetup => "/mfa/setup",
            Self::SignUp => "/signup",
            Self::Confirm => "/confirm",
            Self::ResendCode => "/resendcode",
            Self::ForgotPassword => "/forgotPassword",
            Self::ConfirmForgotPassword => "/confirmforgotPassword",
            Self::SignOut => "/signOut",
        }
    }

    /// The page that can be opened by GET where this one's form is: what "try again" leads to.
    pub(super) fn page(self) -> Self {
        match self {
            Self::Continue | Self::LoginPasskey => Self::Login,
            Self::ResendCode => Self::Confirm,
            Self::Login
            | Self::LoginCode
            | Self::LoginLink
            | Self::PasskeysAdd
            | Self::Link
            | Self::ChangePassword
            | Self::Mfa
            | Self::MfaChoose
            | Self::MfaCodes
            | Self::MfaEnrol
            | Self::MfaRecovery
            | Self::MfaSetup
            | Self::SignUp
            | Self::Confirm
            | Self::ForgotPassword
            | Self::ConfirmForgotPassword
            | Self::SignOut => self,
        }
    }

    /// Whether its form is for people who sign in, or up, with what they have here.
    pub(super) fn is_for_own_users(self) -> bool {
        match self {
            Self::Login
            | Self::LoginCode
            | Self::LoginLink
            | Self::LoginPasskey
            | Self::Link
            | Self::ChangePassword
            | Self::SignUp
            | Self::Confirm
            | Self::ResendCode
            | Self::ForgotPassword
            | Self::ConfirmForgotPassword => true,
            Self::PasskeysAdd
            | Self::Continue
            | Self::Mfa
            | Self::MfaChoose
            | Self::MfaCodes
            | Self::MfaEnrol
            | Self::MfaRecovery
            | Self::MfaSetup
            | Self::SignOut => false,
        }
    }

    /// The route at the end of a request's path, below whichever mount.
    pub(super) fn at(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|route| path.ends_with(route.path()))
    }
}

#[cfg(test)]
mod tests {
    use super::Route;

    #[test]
    fn a_route_is_found_below_every_mount() {
        for route in Route::ALL {
            assert_eq!(Route::at(route.path()), Some(route));
            assert_eq!(Route::at(&format!("/xx-local-1_Abc123456{}", route.path())), Some(route));
        }
        assert_eq!(Route::at("/oauth2/authorize"), None);
        assert_eq!(Route::at("/forgotpassword"), None);
    }
}
