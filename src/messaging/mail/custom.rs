//! A pool's own message text, as Cognito's `EmailMessage` and `EmailSubject`: plain substitution, never evaluated.

use askama::filters::{Html, escape};

use super::super::{one_line, substitute, substitute_all};
use super::Composed;
use crate::domain::risk::NoticeText;

/// What an administrator wrote. `{####}` stands for the code, `{username}` for the username.
#[derive(Debug, Clone, Copy)]
pub struct CustomText<'a> {
    /// `EmailSubject`.
    pub subject: &'a str,
    /// `EmailMessage`: HTML as the administrator wrote it.
    pub message: &'a str,
}

/// Fills a pool's own text in. What is filled in is escaped in the HTML, and is not searched for placeholders itself.
#[must_use]
pub fn compose_custom(custom: CustomText<'_>, code: &str, username: &str) -> Composed {
    let (code, username) = (one_line(code), one_line(username));
    let html = substitute(custom.message, &escaped(&code), &escaped(&username));
    Composed {
        subject: one_line(&substitute(custom.subject, &code, &username)),
        text: substitute(&plain(custom.message), &code, &username),
        html,
    }
}

/// Fills a pool's own words about a sign-in in; the parts that it does not have stay as `shipped`.
#[must_use]
pub fn compose_notice(own: &NoticeText, values: &[(&str, &str)], shipped: Composed) -> Composed {
    let values: Vec<(&str, String)> = values.iter().map(|(name, value)| (*name, one_line(value))).collect();
    let safe: Vec<(&str, String)> = values.iter().map(|(name, value)| (*name, escaped(value))).collect();
    let fill = |text: &str, values: &[(&str, String)]| {
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        substitute_all(text, &values)
    };
    let text = match (own.text.is_empty(), own.html.is_empty()) {
        (false, _) => fill(&own.text, &values),
        (true, false) => fill(&plain(&own.html), &values),
        (true, true) => shipped.text,
    };
    let html = match (own.html.is_empty(), own.text.is_empty()) {
        (false, _) => fill(&own.html, &safe),
        (true, false) => format!("<pre style=\"white-space:pre-wrap\">{}</pre>", escaped(&text)),
        (true, true) => shipped.html,
    };
    Composed { subject: one_line(&fill(&own.subject, &values)), text, html }
}

/// The words of an HTML text, for readers that show no HTML: tags go, paragraphs and breaks become lines.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let Some(end) = from.find('>') else {
            // A lone `<` is a sign and not a tag.
            rest = from;
            break;
        };
        let tag = from.get(1..end).unwrap_or_default().trim_start_matches('/').to_ascii_lowercase();
        if ["br", "p", "div", "tr", "li", "h1", "h2", "h3"]
            .iter()
            .any(|name| tag.split([' ', '/']).next() == Some(name))
        {
            text.push('\n');
        }
        rest = from.get(end + 1..).unwrap_or_default();
    }
    text.push_str(rest);
    let entities = [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let text = entities.iter().fold(text, |text, (entity, letter)| text.replace(entity, letter));
    text.trim().to_owned()
}

fn escaped(text: &str) -> String {
    match escape(text, Html) {
        Ok(safe) => safe.to_string(),
        Err(never) => match never {},
    }
}
