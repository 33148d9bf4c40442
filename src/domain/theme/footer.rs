//! Links below the card of each page: privacy, terms, help, and what else the people who run an app must link to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use url::Url;

/// Most links of a footer: more than fit one line of a phone each would push the form away.
const MOST_LINKS: usize = 5;
/// Longest address, in bytes.
const HREF_LIMIT: usize = 1024;
/// Longest label, in characters.
const LABEL_LIMIT: usize = 40;
/// Most languages of a label.
const MOST_LANGUAGES: usize = 32;
/// The links that the product has words for, in each of its languages.
const NAMED: [&str; 3] = ["privacy", "terms", "help"];

/// A link below the pages: either one that the product has words for, or one with labels of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FooterLink {
    /// `privacy`, `terms` or `help`; empty for a link with labels of its own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Labels by language tag; `en` is among them, and stands in for the languages that are not.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// Where it leads: https.
    pub href: String,
}

impl FooterLink {
    /// The label in a language; empty where the product's own words do.
    #[must_use]
    pub fn label(&self, language: &str) -> &str {
        let bare = language.split('-').next().unwrap_or_default();
        let found = [language, bare, "en"].into_iter().find_map(|tag| self.labels.get(tag));
        found.map_or("", String::as_str)
    }

    fn problem(&self) -> Option<String> {
        let name = match (self.name.as_str(), self.labels.is_empty()) {
            ("", true) => return Some("a link needs a `name` (privacy, terms or help) or `labels`".to_owned()),
            ("", false) if !self.labels.contains_key("en") => {
                return Some("`labels` needs one for `en`, which stands in for other languages".to_owned());
            }
            ("", false) => "a link with labels",
            (name, true) if NAMED.contains(&name) => name,
            (_, true) => return Some("a `name` is privacy, terms or help; another link has `labels`".to_owned()),
            (_, false) => return Some("a link has a `name` or `labels`, not both".to_owned()),
        };
        if self.labels.len() > MOST_LANGUAGES || !self.labels.keys().all(|tag| is_tag(tag)) {
            return Some("`labels` has a key that is not a language, or too many of them".to_owned());
        }
        if !self.labels.values().all(|label| is_label(label)) {
            return Some(format!("a label is 1 to {LABEL_LIMIT} characters of text without markup"));
        }
        (!is_address(&self.href)).then(|| format!("the `href` of {name} is not an https address"))
    }
}

/// Everything that is wrong with a footer.
pub(super) fn check(footer: &[FooterLink]) -> impl Iterator<Item = String> {
    let too_many = (footer.len() > MOST_LINKS).then(|| format!("there are more than {MOST_LINKS} links"));
    too_many.into_iter().chain(footer.iter().take(MOST_LINKS).filter_map(FooterLink::problem))
}

fn is_address(href: &str) -> bool {
    // As RFC 3986 writes addresses; what else a parser would forgive is not an address that anybody meant.
    let is_plain =
        href.len() <= HREF_LIMIT && href.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte));
    let names_nobody = |url: &Url| url.username().is_empty() && url.password().is_none();
    is_plain && href.starts_with("https://") && Url::parse(href).is_ok_and(|url| url.has_host() && names_nobody(&url))
}

fn is_tag(tag: &str) -> bool {
    (2..=35).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_label(label: &str) -> bool {
    let deceives = |letter: char| {
        letter.is_control() || matches!(letter, '<' | '>' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    !label.trim().is_empty() && label.chars().count() <= LABEL_LIMIT && !label.chars().any(deceives)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, href: &str) -> FooterLink {
        FooterLink { name: name.to_owned(), href: href.to_owned(), ..FooterLink::default() }
    }

    fn labelled(labels: &[(&str, &str)], href: &str) -> FooterLink {
        let labels = labels.iter().map(|(tag, label)| ((*tag).to_owned(), (*label).to_owned())).collect();
        FooterLink { labels, href: href.to_owned(), ..FooterLink::default() }
    }

    #[test]
    fn a_link_leads_to_https_and_nowhere_else() {
        assert_eq!(named("privacy", "https://northwind.example/privacy?a=b#c").problem(), None);
        let hostile = [
            "http://northwind.example/",
            "javascript:alert(1)",
            "data:text/html,x",
            "//northwind.example/",
            "/privacy",
            "https://",
            "https:northwind.example",
            "https://user:password@northwind.example/",
            "https://northwind.example/\"><script>alert(1)</script>",
            "https://north\nwind.example/",
            "HTTPS\u{9}://x",
            "",
        ];
        for href in hostile {
            assert!(named("privacy", href).problem().is_some(), "{href}");
        }
        assert!(named("help", &format!("https://a.example/{}", "a".repeat(2000))).problem().is_some());
    }

    #[test]
    fn a_link_has_a_known_name_or_labels_with_english() {
        let href = "https://northwind.example/";
        assert_eq!(labelled(&[("en", "Imprint"), ("de", "Impressum")], href).problem(), None);
        let refused = [
            named("", href),
            named("login-title", href),
            labelled(&[("de", "Impressum")], href),
            labelled(&[("en", "")], href),
            labelled(&[("en", "<b>Imprint</b>")], href),
            labelled(&[("en", "a\u{202e}b")], href),
            labelled(&[("en", &"a".repeat(41))], href),
            labelled(&[("en", "Imprint"), ("\"", "x")], href),
            FooterLink { name: "help".to_owned(), ..labelled(&[("en", "Help")], href) },
        ];
        for link in refused {
            assert!(link.problem().is_some(), "{link:?}");
        }
        assert_eq!(check(&vec![named("help", href); 6]).count(), 1);
        let link = labelled(&[("en", "Imprint"), ("de", "Impressum")], href);
        assert_eq!(
            (link.label("de-AT"), link.label("ar"), named("help", href).label("de")),
            ("Impressum", "Imprint", "")
        );
    }
}
