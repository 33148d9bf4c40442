//! Request parameters (`application/x-www-form-urlencoded`), read strictly: what is not UTF-8, or occurs twice, is an
//! error and never guessed at (RFC 6749 §3.1: parameters must not be included more than once).

use percent_encoding::percent_decode_str;
use thiserror::Error;

/// Most parameters read.
const MOST: usize = 100;
/// Longest text read, in bytes.
const LONGEST: usize = 64 * 1024;

/// Why parameters cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ParamsError {
    /// Longer than 64 KiB.
    #[error("the request is too long")]
    TooLong,
    /// More than 100 parameters.
    #[error("the request has too many parameters")]
    TooMany,
    /// A name or a value is not UTF-8.
    #[error("a parameter is not UTF-8")]
    NotUtf8,
}

/// Parameters in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Reads a query string or a form body.
    pub fn parse(text: &str) -> Result<Self, ParamsError> {
        if text.len() > LONGEST {
            return Err(ParamsError::TooLong);
        }
        let mut params = Vec::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            if params.len() == MOST {
                return Err(ParamsError::TooMany);
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            params.push((decode(name)?, decode(value)?));
        }
        Ok(Self(params))
    }

    /// The value of `name`, where it occurs once; parameters without a value count as absent (RFC 6749 §3.1).
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        match (values.next(), values.next()) {
            (Some(value), None) if !value.is_empty() => Some(value),
            _ => None,
        }
    }

    /// Whether `name` occurs at all, with or without a value.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// The first of `names` that occurs more than once.
    pub fn repeated<'a>(&self, names: &[&'a str]) -> Option<&'a str> {
        names.iter().copied().find(|name| self.0.iter().filter(|(known, _)| known == name).count() > 1)
    }

    /// All parameters, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The parameters that `keep` keeps, written as a query string.
    pub fn to_query(&self, keep: impl Fn(&str) -> bool) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.iter().filter(|(name, _)| keep(name)) {
            query.append_pair(name, value);
        }
        query.finish()
    }
}

fn decode(text: &str) -> Result<String, ParamsError> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().map_err(|_| ParamsError::NotUtf8)?;
    Ok(decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::{Params, ParamsError};

    #[test]
    fn values_come_back_as_they_were_sent() {
        let params = Params::parse("state=a%0D%0Ab%00+%F0%9F%A6%80%25&empty=&flag").unwrap();
        assert_eq!(params.get("state"), Some("a\r\nb\0 🦀%"));
        assert_eq!((params.get("empty"), params.has("empty")), (None, true));
        assert_eq!((params.get("flag"), params.get("absent")), (None, None));
        let again = Params::parse(&params.to_query(|_| true)).unwrap();
        assert_eq!(again.get("state"), params.get("state"));
    }

    #[test]
    fn what_occurs_twice_has_no_value() {
        let params = Params::parse("scope=a&scope=b").unwrap();
        assert_eq!(params.get("scope"), None);
        assert_eq!(params.repeated(&["state", "scope"]), Some("scope"));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        assert_eq!(Params::parse("state=%ff%fe"), Err(ParamsError::NotUtf8));
        assert_eq!(Params::parse(&"a=b&".repeat(101)), Err(ParamsError::TooMany));
        assert_eq!(Params::parse(&"a".repeat(65 * 1024)), Err(ParamsError::TooLong));
    }
}
