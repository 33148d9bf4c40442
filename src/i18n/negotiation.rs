//! Which of the languages on offer a person gets.

use fluent_langneg::{NegotiationStrategy, convert_vec_str_to_langids_lossy, negotiate_languages};

/// No more languages than these are looked at, wherever they come from.
const MOST_LANGUAGES: usize = 16;
/// A longer header is read up to here only.
const HEADER_LIMIT: usize = 1024;
/// BCP 47 (RFC 5646 §4.4.1) finds 35 characters enough for a tag.
const TAG_LIMIT: usize = 35;

/// What a request says about languages, all of it untrusted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wishes<'a> {
    /// The `lang` parameter (Cognito's), one tag; empty when absent.
    pub lang: &'a str,
    /// The `ui_locales` parameter (OpenID Connect Core §3.1.2.1): tags separated by spaces; empty when absent.
    pub ui_locales: &'a str,
    /// The `Accept-Language` header (RFC 9110 §12.5.4); empty when absent.
    pub accept_language: &'a str,
}

/// Picks from `available` (tags): an explicit wish first, then the browser's, then `default`.
#[must_use]
pub fn negotiate(wishes: Wishes<'_>, available: &[&str], default: &str) -> String {
    let explicit = std::iter::once(wishes.lang).chain(wishes.ui_locales.split(' '));
    let mut requested: Vec<&str> = explicit.map(str::trim).filter(is_tag).take(MOST_LANGUAGES).collect();
    requested.extend(accepted(wishes.accept_language));
    requested.truncate(MOST_LANGUAGES);
    let requested = convert_vec_str_to_langids_lossy(requested);
    let offered = convert_vec_str_to_langids_lossy(available);
    negotiate_languages(&requested, &offered, None, NegotiationStrategy::Lookup)
        .first()
        .map_or_else(|| default.to_owned(), ToString::to_string)
}

/// The tags of an `Accept-Language` header, most wanted first, without those of weight 0.
fn accepted(header: &str) -> Vec<&str> {
    let end = header.char_indices().map(|(at, _)| at).find(|at| *at >= HEADER_LIMIT).unwrap_or(header.len());
    let header = header.get(..end).unwrap_or_default();
    let mut weighted: Vec<(&str, u16)> = header
        .split(',')
        .take(MOST_LANGUAGES)
        .filter_map(|range| {
            let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
            let tag = tag.trim();
            is_tag(&tag).then(|| (tag, thousandths(weight)))
        })
        .filter(|(_, weight)| *weight > 0)
        .collect();
    weighted.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    weighted.into_iter().map(|(tag, _)| tag).collect()
}

fn is_tag(tag: &&str) -> bool {
    !tag.is_empty() && tag.len() <= TAG_LIMIT && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// `q=0.8` as 800. A missing weight is 1; one that cannot be read is 0, so that garbage wins nothing.
fn thousandths(parameter: &str) -> u16 {
    let parameter = parameter.trim();
    if parameter.is_empty() {
        return 1000;
    }
    let Some(number) = parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q=")) else { return 0 };
    let (whole, fraction) = number.trim().split_once('.').unwrap_or((number.trim(), ""));
    match (whole, format!("{fraction:0<3}").parse::<u16>()) {
        ("1", Ok(0)) => 1000,
        ("0", Ok(part)) if part < 1000 => part,
        _ => 0,
    }
}
