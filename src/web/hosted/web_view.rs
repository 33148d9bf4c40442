//! Browsers that live inside another app (web views), told by what they call themselves, and the providers that let nobody in
//! from there: they would show an error of their own, from which there is no way back (lesson L7).

use crate::domain::provider::ProviderType;

/// What an app's own browser runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WebView {
    /// Android's.
    Android,
    /// Apple's, or one that does not say.
    Other,
}

/// The words by which apps that open links in themselves name themselves. The first four are Facebook's and Messenger's,
/// `Barcelona` is Threads, `GSA` is Google's search app.
const APPS: [&str; 23] = [
    "FBAN/",
    "FBAV/",
    "FB_IAB/",
    "FBIOS",
    "Instagram",
    "Barcelona",
    " Line/",
    "MicroMessenger",
    "musical_ly",
    "BytedanceWebview",
    "TikTok",
    "Snapchat",
    "[Pinterest/",
    "LinkedInApp",
    "Twitter for",
    "TwitterAndroid",
    " GSA/",
    "KAKAOTALK",
    "NAVER(inapp",
    "Zalo ",
    "Teams/",
    "Slack_SSB",
    "Discord/",
];

/// The web view that calls itself `agent`; `None`: a browser of its own, or nothing that is known.
pub(super) fn of(agent: &str) -> Option<WebView> {
    let is_android = agent.contains("Android");
    let names_app = APPS.iter().any(|app| agent.contains(app));
    // Android marks its web views with a word of its own; Apple's leave out the name of the browser.
    let is_bare_android = is_android && (agent.contains("; wv)") || agent.contains("Version/4.0 Chrome/"));
    let is_apple = ["iPhone", "iPad", "iPod"].iter().any(|device| agent.contains(device));
    let is_bare_apple = is_apple && agent.contains("AppleWebKit") && !agent.contains("Safari/");
    match names_app || is_bare_android || is_bare_apple {
        true if is_android => Some(WebView::Android),
        true => Some(WebView::Other),
        false => None,
    }
}

impl WebView {
    /// Whether a provider lets nobody in from there: Google from none (`disallowed_useragent`), Facebook from none of Android's.
    pub(super) fn is_refused_by(self, kind: ProviderType) -> bool {
        match kind {
            ProviderType::Google => true,
            ProviderType::Facebook => self == Self::Android,
            ProviderType::LoginWithAmazon
            | ProviderType::SignInWithApple
            | ProviderType::Oidc
            | ProviderType::Saml
            | ProviderType::Microsoft
            | ProviderType::GitHub => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_of_apps_are_told_from_others() {
        let android = "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) \
             Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36";
        let facebook = format!("{android} [FB_IAB/FB4A;FBAV/489.0.0.66.81;]");
        for agent in [android, &facebook] {
            assert_eq!(of(agent), Some(WebView::Android), "{agent}");
        }
        let apple = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
        for app in [
            "Mobile/15E148",
            "Mobile/15E148 [FBAN/FBIOS;FBAV/489.0;FBBV/1]",
            "Mobile/15E148 Instagram 356.0.0.24.89 (iPhone14,5)",
            "Mobile/15E148 Safari Line/14.17.0",
            "GSA/343.0.693598186 Mobile/15E148 Safari/604.1",
            "Mobile/15E148 MicroMessenger/8.0.53(0x1800352a)",
        ] {
            assert_eq!(of(&format!("{apple} {app}")), Some(WebView::Other), "{app}");
        }
    }

    #[test]
    fn browsers_are_browsers() {
        for agent in [
            "",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0",
            "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
            "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
        ] {
            assert_eq!(of(agent), None, "{agent}");
        }
    }

    #[test]
    fn google_lets_nobody_in_from_there_and_most_others_do() {
        assert!(
            WebView::Android.is_refused_by(ProviderType::Google) && WebView::Other.is_refused_by(ProviderType::Google)
        );
        assert!(WebView::Android.is_refused_by(ProviderType::Facebook));
        assert!(!WebView::Other.is_refused_by(ProviderType::Facebook));
        let refuses = |kind: &&ProviderType| WebView::Android.is_refused_by(**kind);
        assert_eq!(ProviderType::ALL.iter().filter(refuses).count(), 2);
    }
}
