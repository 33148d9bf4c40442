//! The character sets of Cognito's model, without a regular-expression engine: each of its patterns that matters here
//! is "one or more of a set", checked in one pass (case 239).

/// A set of characters, of which a text must entirely consist; with the pattern that Cognito shows when it does not.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    /// As it stands in Cognito's refusals.
    pub shown: &'static str,
    holds: fn(&str) -> bool,
}

impl Pattern {
    /// Whether the text is one.
    pub fn holds(&self, text: &str) -> bool {
        (self.holds)(text)
    }

    /// Letters, digits, underscore and plus: client ids and secrets.
    pub const WORD_PLUS: Self = Self { shown: r"[\w+]+", holds: |text| all(text, |c| is_word(c) || c == '+') };
    /// Words, pluses and hyphens: ids of events.
    pub const EVENT_ID: Self =
        Self { shown: r"[\w+-]+", holds: |text| all(text, |c| is_word(c) || matches!(c, '+' | '-')) };
    /// Base64 and underscore: secret hashes.
    pub const WORD_BASE64: Self =
        Self { shown: r"[\w+=/]+", holds: |text| all(text, |c| is_word(c) || "+=/".contains(c)) };
    /// Anything that is neither a space nor a control: usernames, URLs.
    pub const VISIBLE: Self = Self { shown: r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", holds: |text| all(text, is_visible) };
    /// As [`Self::VISIBLE`], with the plain spaces: attribute names.
    pub const VISIBLE_OR_SPACE: Self = Self {
        shown: r"[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r ]+",
        holds: |text| all(text, |c| is_visible(c) || "\t\n\r ".contains(c)),
    };
    /// As [`Self::VISIBLE`], with all spaces: subjects, provider names.
    pub const VISIBLE_OR_SPACES: Self = Self {
        shown: r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s]+",
        holds: |text| all(text, |c| is_visible(c) || is_ascii_space(c)),
    };
    /// Names of new providers: usernames begin with them and an underscore.
    pub const PROVIDER_NAME: Self = Self {
        shown: r"[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+",
        holds: |text| {
            text.chars().count() >= 3
                && all(text, is_visible)
                && text.chars().enumerate().all(|(at, c)| c != '_' || at == 1)
        },
    };
    /// Words, spaces and some marks: other names of providers, domains of mail among them.
    pub const IDP_IDENTIFIER: Self = Self {
        shown: r"[\w\s+=.@-]+",
        holds: |text| all(text, |c| is_word(c) || is_ascii_space(c) || "+=.@-".contains(c)),
    };
    /// As [`Self::VISIBLE_OR_SPACES`] around `{####}`, where the code goes.
    pub const WITH_CODE: Self = Self {
        shown: r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*",
        holds: |text| text.contains("{####}") && all(text, |c| is_visible(c) || is_ascii_space(c)),
    };
    /// As [`Self::WITH_CODE`], where the code may be left out.
    pub const MESSAGE: Self = Self {
        shown: r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*",
        holds: |text| all(text, |c| is_visible(c) || is_ascii_space(c)),
    };
    /// No spaces: one-time codes, page tokens.
    pub const NON_SPACE: Self = Self { shown: r"[\S]+", holds: |text| all(text, |c| !is_ascii_space(c)) };
    /// Base64url and dots: tokens.
    pub const TOKEN: Self = Self {
        shown: "[A-Za-z0-9-_=.]+",
        holds: |text| all(text, |c| c.is_ascii_alphanumeric() || "-_=.".contains(c)),
    };
    /// A region, an underscore, and a name.
    pub const POOL_ID: Self =
        Self { shown: r"[\w-]+_[0-9a-zA-Z]+", holds: |text| crate::domain::pool::PoolId::parse(text).is_some() };
    /// A region, an underscore, and an id.
    pub const DEVICE_KEY: Self = Self {
        shown: r"[\w-]+_[0-9a-f-]+",
        holds: |text| {
            text.rsplit_once('_').is_some_and(|(region, id)| {
                all(region, |c| is_word(c) || c == '-') && all(id, |c| "0123456789abcdef-".contains(c))
            })
        },
    };
    /// Words, spaces and some marks: names of pools and clients.
    pub const TITLE: Self = Self {
        shown: r"[\w\s+=,.@-]+",
        holds: |text| all(text, |c| is_word(c) || is_ascii_space(c) || "+=,.@-".contains(c)),
    };
    /// RFC 6749 §3.3: a scope.
    pub const SCOPE: Self = Self {
        shown: r"[\x21\x23-\x5B\x5D-\x7E]+",
        holds: |text| all(text, |c| c.is_ascii_graphic() && c != '"' && c != '\\'),
    };
    /// As [`Self::SCOPE`], without the slash that stands before it in a client's scopes.
    pub const SCOPE_NAME: Self = Self {
        shown: r"[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+",
        holds: |text| all(text, |c| c.is_ascii_graphic() && c != '"' && c != '\\' && c != '/'),
    };
    /// The name of something in AWS: partition, service, region, account, resource.
    pub const ARN: Self = Self {
        shown: r"arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?",
        holds: is_arn,
    };
}

fn is_arn(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let is_part = |part: &str| all(part, |c| is_word(c) || "+=/,.@-".contains(c));
    let is_account = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (6..=8).contains(&parts.len())
        && parts[0] == "arn"
        && is_account(parts[4])
        && parts.iter().enumerate().all(|(at, part)| is_part(part) && (at == 3 || !part.is_empty()))
}

fn all(text: &str, set: impl Fn(char) -> bool) -> bool {
    text.chars().all(set)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn is_ascii_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r')
}

/// Letters, marks, symbols, numbers and punctuation: what is left when separators, controls, format characters and
/// private use are taken away. Format characters matter: an invisible one makes two usernames look the same.
fn is_visible(c: char) -> bool {
    !(c.is_whitespace() || c.is_control() || is_format(c) || is_private(c))
}

/// Unicode's category Cf.
fn is_format(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}'
        | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}
