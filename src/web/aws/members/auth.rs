//! `AuthParameters` and `ChallengeResponses`: maps whose names depend on what is asked.

use std::collections::BTreeMap;

use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::user::Attributes;
use crate::protocol::aws::error::CognitoError;

/// What begins the names of attributes among the answers.
const ATTRIBUTE_PREFIX: &str = "userAttributes.";

/// The parameters of one call. Each is taken once; [`Parameters::end`] refuses what nobody took.
pub(in crate::web::aws) struct Parameters {
    member: &'static str,
    values: BTreeMap<String, Secret>,
}

impl Parameters {
    /// The parameters in `member`.
    pub(in crate::web::aws) fn new(member: &'static str, values: Option<BTreeMap<String, Secret>>) -> Self {
        Self { member, values: values.unwrap_or_default() }
    }

    /// One that must be there.
    pub(in crate::web::aws) fn required(&mut self, name: &str) -> Result<Secret, CognitoError> {
        self.optional(name).ok_or_else(|| CognitoError::missing_required_parameter(name))
    }

    /// One that may be there; an empty one is none.
    pub(in crate::web::aws) fn optional(&mut self, name: &str) -> Option<Secret> {
        self.values.remove(name).filter(|value| !value.expose_secret().is_empty())
    }

    /// The attributes among the answers.
    pub(in crate::web::aws) fn attributes(&mut self) -> Attributes {
        let names: Vec<String> =
            self.values.keys().filter(|name| name.starts_with(ATTRIBUTE_PREFIX)).cloned().collect();
        let mut attributes = Attributes::new();
        for name in names {
            if let Some(value) = self.values.remove(&name) {
                attributes.insert(name[ATTRIBUTE_PREFIX.len()..].to_owned(), value.expose_secret().to_owned());
            }
        }
        attributes
    }

    /// Refuses what is left. A device's key spares nothing at this door, where devices cannot prove themselves yet
    /// (`DEVICE_SRP_AUTH`), and clients that moved here still send one.
    pub(in crate::web::aws) fn end(mut self) -> Result<(), CognitoError> {
        self.values.remove("DEVICE_KEY");
        match self.values.keys().next() {
            Some(name) => Err(CognitoError::unknown_member(&format!("{}.{name}", self.member))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ExposeSecret, Parameters, Secret};

    fn parameters(values: &[(&str, &str)]) -> Parameters {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), Secret::from(*value))).collect();
        Parameters::new("ChallengeResponses", Some(values))
    }

    #[test]
    fn each_parameter_is_taken_or_refused() {
        let mut given = parameters(&[("USERNAME", "ada"), ("userAttributes.name", "Ada"), ("DEVICE_KEY", "x")]);
        assert_eq!(given.required("USERNAME").unwrap().expose_secret(), "ada");
        assert_eq!(given.attributes()["name"], "Ada");
        assert!(given.end().is_ok());
        let stray = parameters(&[("SRP_A", "1")]).end().unwrap_err();
        assert!(stray.message().contains("ChallengeResponses.SRP_A"), "{stray}");
    }

    #[test]
    fn a_missing_or_empty_parameter_is_named() {
        for mut given in [parameters(&[]), parameters(&[("PASSWORD", "")])] {
            let error = given.required("PASSWORD").unwrap_err();
            assert_eq!(error.message(), "Missing required parameter PASSWORD");
            assert_eq!(error.exception().name(), "InvalidParameterException");
        }
    }
}
