//! Where a chosen password is looked up among those that are known from breaches: `[passwords]`.

use std::path::PathBuf;

use url::Url;

use super::{key::section, problem::Problems};

section! {
    /// Which passwords nobody may choose.
    struct PasswordKeys in "passwords" {
        /// `on`: a new password is looked up in the list of some 900,000 common passwords that is in the program; `off`: it
        /// is not.
        ("passwords.common_list", "VESTIBULE_PASSWORDS__COMMON_LIST")
        common_list: String = "on".to_owned();
        /// A file with more of them: lines of `SHA1:COUNT` in the order of the hashes, as Have I Been Pwned's ordered
        /// download has them. Read by binary search, so of any size.
        ("passwords.breached_file", "VESTIBULE_PASSWORDS__BREACHED_FILE")
        breached_file: Option<String> = None;
        /// The URL of a range service, such as `https://api.pwnedpasswords.com/range/`, which is asked by the first five
        /// characters of the SHA-1 of a new password. Where it does not answer within two seconds, the password is taken
        /// and a warning is logged.
        ("passwords.range_url", "VESTIBULE_PASSWORDS__RANGE_URL")
        range_url: Option<String> = None;
    }
}

/// The section, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passwords {
    /// Whether the list in the program is asked.
    pub refuse_common: bool,
    /// A longer list.
    pub breached_file: Option<PathBuf>,
    /// A range service; ends with a slash.
    pub range_url: Option<Url>,
}

/// Checks the section; `None` when a problem was added.
pub(super) fn read(keys: &PasswordKeys, problems: &mut Problems) -> Option<Passwords> {
    let PasswordKeys { common_list, breached_file, range_url } = keys;
    let refuse_common = match common_list.as_str() {
        "on" => true,
        "off" => false,
        _ => {
            problems.add("passwords.common_list", "must be on or off".to_owned());
            return None;
        }
    };
    let range_url = match range_url.as_deref().map(Url::parse) {
        None => None,
        Some(Ok(url))
            if matches!(url.scheme(), "https" | "http") && url.path().ends_with('/') && url.query().is_none() =>
        {
            Some(url)
        }
        Some(_) => {
            problems.add("passwords.range_url", "must be an https URL that ends with a slash".to_owned());
            return None;
        }
    };
    Some(Passwords { refuse_common, breached_file: breached_file.as_ref().map(PathBuf::from), range_url })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(range_url: &str) -> Result<Passwords, String> {
        let keys = PasswordKeys { range_url: Some(range_url.to_owned()), ..PasswordKeys::default() };
        let mut problems = Problems::default();
        let passwords = read(&keys, &mut problems);
        problems.into_result(passwords).map_err(|error| error.to_string())
    }

    #[test]
    fn a_range_service_is_a_url_to_put_something_behind() {
        assert!(check("https://api.pwnedpasswords.com/range/").is_ok());
        for refused in ["api.pwnedpasswords.com", "ftp://a.test/", "https://a.test/range", "https://a.test/?q="] {
            let error = check(refused).unwrap_err();
            assert!(error.contains("passwords.range_url (VESTIBULE_PASSWORDS__RANGE_URL): must be"), "{error}");
        }
    }
}
