//! What a pool cannot be: settings that contradict each other, and those outside their range.

use std::collections::BTreeSet;

use super::schema::{AttributeRule, is_standard};
use super::{Contact, PasswordPolicy, PoolSettings, RecoveryMechanism, Schema};
use crate::domain::code::Channel;
use crate::domain::passkey::PasskeyProblem;
use crate::domain::sign_in::Factor;

/// Most custom attributes of a pool (`cognito.md` §6.1).
const MOST_CUSTOM: usize = 50;

/// Most tags of a pool.
const MOST_TAGS: usize = 50;

/// Why a pool cannot be as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PoolProblem {
    /// Contacts are usernames and aliases at once.
    AliasesBesideUsernames,
    /// It wants text messages to be sent, and the server has no gateway.
    NoSmsGateway,
    /// `admin_only` beside another way, or a way twice.
    Recovery,
    /// Not a standard attribute.
    UnknownAttribute(String),
    /// A custom attribute with an empty or too long name.
    AttributeName(String),
    /// Two custom attributes of one name.
    DuplicateAttribute(String),
    /// More than fifty custom attributes.
    TooManyAttributes,
    /// Bounds of an attribute that no value meets, or that lie outside what can be kept.
    AttributeBounds(String),
    /// A number of the password policy outside its range; Cognito's member name.
    PasswordPolicy(&'static str),
    /// A contact is to be proven before it changes, and no code is sent to prove it.
    UpdateNeedsVerification,
    /// More than fifty tags, or one with an empty or too long name or value.
    Tags,
    /// A second factor is asked for, and there is none to set up.
    SecondFactor,
    /// Codes to this contact are a second factor, and it is the only way back into an account: whoever has it would need
    /// nothing else (`cognito.md` §4.8).
    IsAllThatIsAsked(Contact),
    /// The password is not among what may come first.
    FirstFactors,
    /// What is asked of passkeys.
    Passkeys(PasskeyProblem),
    /// Session lifetimes outside their range, or idle longer than absolute.
    SessionLifetimes,
    /// Signing keys exchanged more than daily or less than every ten years.
    SigningKeyRotation,
}

impl PoolSettings {
    /// The first thing that is wrong with these settings.
    pub fn problem(&self) -> Option<PoolProblem> {
        let names = &self.sign_in_names;
        if !names.username_attributes.is_empty() && !names.alias_attributes.is_empty() {
            return Some(PoolProblem::AliasesBesideUsernames);
        }
        let is_twice = self.recovery.len() > 1
            && (self.recovery.contains(&RecoveryMechanism::AdminOnly)
                || self.recovery.iter().all(|m| *m == self.recovery[0]));
        if self.recovery.is_empty() || is_twice {
            return Some(PoolProblem::Recovery);
        }
        if !self.verified_before_update.is_subset(&self.auto_verified) {
            return Some(PoolProblem::UpdateNeedsVerification);
        }
        if !self.second_factor.is_possible() {
            return Some(PoolProblem::SecondFactor);
        }
        if !self.first_factors.contains(&Factor::Password) {
            return Some(PoolProblem::FirstFactors);
        }
        if let Some(problem) = self.passkeys.problem() {
            return Some(PoolProblem::Passkeys(problem));
        }
        let only_way = Channel::ALL.into_iter().find(|channel| {
            self.recovery.iter().all(|way| way.contact() == Some(channel.contact()))
                && self.second_factor.offers(channel.factor())
        });
        if let Some(channel) = only_way {
            return Some(PoolProblem::IsAllThatIsAsked(channel.contact()));
        }
        let fits = |(name, value): (&String, &String)| {
            (1..=128).contains(&name.chars().count()) && value.chars().count() <= 256
        };
        if self.tags.len() > MOST_TAGS || !self.tags.iter().all(fits) {
            return Some(PoolProblem::Tags);
        }
        if !self.sessions.are_valid() {
            return Some(PoolProblem::SessionLifetimes);
        }
        if self.signing_key_rotation_days.is_some_and(|days| !(1..=3650).contains(&days)) {
            return Some(PoolProblem::SigningKeyRotation);
        }
        policy_problem(&self.password).or_else(|| schema_problem(&self.schema))
    }
}

fn policy_problem(policy: &PasswordPolicy) -> Option<PoolProblem> {
    let checks = [
        ((6..=99).contains(&policy.minimum_length), "MinimumLength"),
        (policy.history_size <= 24, "PasswordHistorySize"),
        ((1..=365).contains(&policy.temporary_password_validity_days), "TemporaryPasswordValidityDays"),
    ];
    checks.into_iter().find_map(|(holds, member)| (!holds).then_some(PoolProblem::PasswordPolicy(member)))
}

fn schema_problem(schema: &Schema) -> Option<PoolProblem> {
    let named = schema.required.iter().chain(&schema.immutable).chain(schema.bounds.keys());
    if let Some(name) = named.into_iter().find(|name| !is_standard(name)) {
        return Some(PoolProblem::UnknownAttribute(name.clone()));
    }
    if schema.custom.len() > MOST_CUSTOM {
        return Some(PoolProblem::TooManyAttributes);
    }
    let mut seen = BTreeSet::new();
    for AttributeRule { name, min, max, .. } in &schema.custom {
        let length = name.strip_prefix("custom:").map_or(0, |rest| rest.chars().count());
        if !(1..=20).contains(&length) {
            return Some(PoolProblem::AttributeName(name.clone()));
        }
        if !seen.insert(name) {
            return Some(PoolProblem::DuplicateAttribute(name.clone()));
        }
        if min.zip(*max).is_some_and(|(min, max)| min > max) {
            return Some(PoolProblem::AttributeBounds(name.clone()));
        }
    }
    let crossed = schema.bounds.iter().find(|(_, bounds)| bounds.min.zip(bounds.max).is_some_and(|(a, b)| a > b));
    crossed.map(|(name, _)| PoolProblem::AttributeBounds(name.clone()))
}

#[cfg(test)]
mod tests {
    use super::PoolProblem;
    use crate::domain::pool::{Alias, AttributeRule, AttributeType, Bounds, Contact, PoolSettings, RecoveryMechanism};
    use crate::domain::sign_in::{Factor, SecondFactor};

    fn problem(change: impl FnOnce(&mut PoolSettings)) -> Option<PoolProblem> {
        let mut settings = PoolSettings::default();
        change(&mut settings);
        settings.problem()
    }

    fn rule(name: &str, min: Option<i64>, max: Option<i64>) -> AttributeRule {
        AttributeRule { name: name.to_owned(), data_type: AttributeType::Number, mutable: true, min, max }
    }

    #[test]
    fn a_new_pool_and_a_usual_one_have_none() {
        assert_eq!(problem(|_| ()), None);
        let usual = problem(|settings| {
            settings.sign_in_names.username_attributes.insert(Contact::Email);
            settings.auto_verified.insert(Contact::Email);
            settings.schema.required.insert("email".to_owned());
            settings.schema.custom = vec![rule("custom:age", Some(0), Some(150)), rule("custom:team", None, None)];
            settings.schema.bounds.insert("name".to_owned(), Bounds { min: Some(1), max: Some(256) });
        });
        assert_eq!(usual, None);
    }

    #[test]
    fn contradictions_are_named() {
        let both = problem(|settings| {
            settings.sign_in_names.username_attributes.insert(Contact::Email);
            settings.sign_in_names.alias_attributes.insert(Alias::Email);
        });
        assert_eq!(both, Some(PoolProblem::AliasesBesideUsernames));
        for ways in [
            vec![],
            vec![RecoveryMechanism::AdminOnly, RecoveryMechanism::VerifiedEmail],
            vec![RecoveryMechanism::VerifiedEmail, RecoveryMechanism::VerifiedEmail],
        ] {
            assert_eq!(problem(|settings| settings.recovery = ways), Some(PoolProblem::Recovery));
        }
        assert_eq!(problem(|settings| settings.recovery = vec![RecoveryMechanism::AdminOnly]), None);
        assert_eq!(problem(|settings| settings.sessions.idle_secs = 90_000), Some(PoolProblem::SessionLifetimes));
        let mail = |settings: &mut PoolSettings| {
            settings.second_factor.when = SecondFactor::Optional;
            settings.second_factor.kinds = [Factor::EmailCode].into();
        };
        assert_eq!(problem(mail), Some(PoolProblem::IsAllThatIsAsked(Contact::Email)));
        let texts = |settings: &mut PoolSettings| {
            mail(settings);
            settings.second_factor.kinds = [Factor::SmsCode].into();
        };
        assert_eq!(problem(texts), None, "mail is the way back");
        let by_number = problem(|settings| {
            texts(settings);
            settings.recovery = vec![RecoveryMechanism::VerifiedPhoneNumber];
        });
        assert_eq!(by_number, Some(PoolProblem::IsAllThatIsAsked(Contact::PhoneNumber)));
        let by_admin = problem(|settings| {
            mail(settings);
            settings.recovery = vec![RecoveryMechanism::AdminOnly];
        });
        assert_eq!(by_admin, None);
        let short = problem(|settings| settings.password.minimum_length = 5);
        assert_eq!(short, Some(PoolProblem::PasswordPolicy("MinimumLength")));
    }

    #[test]
    fn a_schema_that_cannot_be_is_named() {
        let with = |rules: Vec<AttributeRule>| problem(|settings| settings.schema.custom = rules);
        let name = "custom:age".to_owned();
        let twice = with(vec![rule(&name, None, None), rule(&name, None, None)]);
        assert_eq!(twice, Some(PoolProblem::DuplicateAttribute(name.clone())));
        assert_eq!(with(vec![rule(&name, Some(2), Some(1))]), Some(PoolProblem::AttributeBounds(name)));
        assert_eq!(with(vec![rule("age", None, None)]), Some(PoolProblem::AttributeName("age".to_owned())));
        let many = (0..51).map(|i| rule(&format!("custom:{i}"), None, None)).collect();
        assert_eq!(with(many), Some(PoolProblem::TooManyAttributes));
        let unknown = problem(|settings| {
            settings.schema.required.insert("shoe".to_owned());
        });
        assert_eq!(unknown, Some(PoolProblem::UnknownAttribute("shoe".to_owned())));
    }
}
