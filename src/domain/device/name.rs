//! What a browser calls itself, in plain words: "Firefox on Linux".
//!
//! It is a name for people, and nothing is decided by it: whoever sends the header says what they like in it. So it is
//! made of words that are known here, never of the header's own.

/// Most characters of a device's name.
pub const LONGEST_NAME: usize = 64;
/// Bytes of the header that are looked at.
const LONGEST_HEADER: usize = 512;

/// What marks a browser, and its name. The order matters: many say that they are Chrome or Safari as well.
const BROWSERS: [(&str, &str); 22] = [
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("Opera", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("YaBrowser/", "Yandex Browser"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("Ddg/", "DuckDuckGo"),
    ("Focus/", "Firefox Focus"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("HeadlessChrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Epiphany/", "GNOME Web"),
    ("Safari/", "Safari"),
    ("AppleWebKit/", "Web view"),
    ("curl/", "curl"),
];

/// What marks a system, and its name. Android says that it is Linux, an iPhone that it is like a Mac.
const SYSTEMS: [(&str, &str); 11] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("iPod", "iPod"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Macintosh", "macOS"),
    ("FreeBSD", "FreeBSD"),
    ("OpenBSD", "OpenBSD"),
    ("Linux", "Linux"),
];

/// The name of a device whose browser sent this `User-Agent` (RFC 9110 §10.1.5); empty where nothing in it is known.
pub fn name_of(user_agent: &str) -> String {
    let header: String = user_agent.chars().take(LONGEST_HEADER).collect();
    let named = |words: &[(&str, &'static str)]| {
        words.iter().find(|(mark, _)| header.contains(mark)).map_or("", |(_, name)| *name)
    };
    match (named(&BROWSERS), named(&SYSTEMS)) {
        ("", system) => system.to_owned(),
        (browser, "") => browser.to_owned(),
        (browser, system) => format!("{browser} on {system}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_called_by_their_names() {
        let known = [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36",
                "Chrome on Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
                "Safari on macOS",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/140.0 Mobile/15E148 Safari/605.1.15",
                "Firefox on iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
                "Samsung Internet on Android",
            ),
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36",
                "Chrome on ChromeOS",
            ),
            ("curl/8.5.0", "curl"),
            ("Something for Windows", "Windows"),
            ("", ""),
            ("ada's own browser", ""),
        ];
        for (header, name) in known {
            assert_eq!(name_of(header), name, "{header}");
        }
    }

    #[test]
    fn nothing_of_the_header_comes_through_and_no_name_is_too_long() {
        for hostile in ["<script>Firefox/</script>", "Chrome/\u{202e}Linux\n", &"Firefox/ Linux ".repeat(10_000)] {
            let name = name_of(hostile);
            assert!(name.chars().all(|c| c.is_ascii_alphabetic() || c == ' ') && !name.contains("script"), "{name}");
        }
        let longest = BROWSERS.iter().map(|(_, name)| name.len()).max().unwrap();
        let longest_system = SYSTEMS.iter().map(|(_, name)| name.len()).max().unwrap();
        assert!(longest + " on ".len() + longest_system <= LONGEST_NAME);
    }
}
