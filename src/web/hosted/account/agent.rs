//! What a browser says that it is, in words for people: the family of the program and of the system. It decides nothing.

/// What is looked for, in this order: many browsers also name those before them, which they are not.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

/// The browser and the system that `agent` names; empty where it names none that is known.
pub(super) fn named(agent: &str) -> (&'static str, &'static str) {
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(word, _)| agent.contains(word)).map_or("", |(_, name)| name)
    };
    match (first(&BROWSERS), first(&SYSTEMS)) {
        ("", _) => ("", ""),
        found => found,
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn browsers_are_told_apart_although_they_name_each_other() {
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36";
        for (agent, expected) in [
            (chrome.to_owned(), ("Chrome", "Linux")),
            (format!("{chrome} Edg/130.0"), ("Edge", "Linux")),
            ("Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0".to_owned(), ("Firefox", "Windows")),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Safari/604"
                    .to_owned(),
                ("Safari", "iPhone"),
            ),
            ("curl/8.5.0".to_owned(), ("", "")),
            (String::new(), ("", "")),
        ] {
            assert_eq!(named(&agent), expected, "{agent}");
        }
    }
}
