//! What a provider may be called, and by which other names it may be found.

use std::collections::{BTreeMap, BTreeSet};

use super::details::DetailProblem;
use super::{MappingProblem, OWN_USERS, Provider, ProviderType};
use crate::domain::identifier::{fold, is_visible};

/// Most other names of a provider (Cognito's `IdpIdentifiersListType`).
const MOST_IDENTIFIERS: usize = 50;
/// Longest name by which people call a provider, in characters: it stands on a button.
const LONGEST_DISPLAY_NAME: usize = 64;
/// Longest name of a claim, in bytes.
const LONGEST_CLAIM: usize = 512;

/// Why a provider cannot be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderProblem {
    /// The name is kept for the pool's own users.
    ReservedName,
    /// The name is that of a type which this provider is not of, or its type has a name of its own.
    NotOfType,
    /// A detail does not do.
    Detail(DetailProblem),
    /// A web address among the details is none that this server calls.
    NotCalled(&'static str),
    /// An attribute is mapped that cannot be.
    Mapping(MappingProblem),
    /// The username is what the provider calls the person, and nothing else: this claim.
    Username(&'static str),
    /// The name of a claim is too long; this attribute's.
    LongClaim(String),
    /// When this attribute is written is said, and it is not mapped.
    NotMapped(String),
    /// What people call it is too long, or has signs in it that nobody sees, or its type is a brand.
    DisplayName,
    /// Linking is to be offered by the word of a provider whose word does not count.
    OfferWithoutTrust,
    /// More other names than a provider can have.
    TooManyIdentifiers,
    /// This one stands twice in the list, in whichever case.
    RepeatedIdentifier(String),
    /// Nobody could sign in with details like these: what is wrong with them, by the key's name.
    Unusable(&'static str),
    /// An address of its own is only for providers whose answers do not say themselves for whom they are.
    NoOwnCallback,
    /// The metadata of a SAML provider cannot be fetched or do not do; in words for the admin.
    Metadata(String),
}

/// What is wrong with the name of a provider of this type; what characters it has, the doors hold to Cognito's model.
pub fn name_problem(kind: ProviderType, name: &str) -> Option<ProviderProblem> {
    let is = |other: &str| fold(name, false) == fold(other, false);
    if is(OWN_USERS) {
        return Some(ProviderProblem::ReservedName);
    }
    if let Some(fixed) = kind.fixed_name() {
        return (name != fixed).then_some(ProviderProblem::NotOfType);
    }
    let is_of_another = ProviderType::ALL.into_iter().filter_map(ProviderType::fixed_name).any(is);
    is_of_another.then_some(ProviderProblem::NotOfType)
}

impl Provider {
    /// Takes over what maps attributes to claims. The username is not among them: it is always the same.
    ///
    /// # Errors
    /// It is mapped to something else, or a claim has too long a name. What attributes the pool has is not known here.
    pub fn set_mapping(&mut self, mut mapping: BTreeMap<String, String>) -> Result<(), ProviderProblem> {
        if let Some(long) = mapping.iter().find(|(_, claim)| claim.len() > LONGEST_CLAIM) {
            return Err(ProviderProblem::LongClaim(long.0.clone()));
        }
        let subject = self.kind.subject_claim();
        if mapping.remove("username").is_some_and(|claim| claim != subject) {
            return Err(ProviderProblem::Username(subject));
        }
        self.mapping = mapping;
        Ok(())
    }

    /// Takes over what people call it; empty: its name again.
    ///
    /// # Errors
    /// It cannot stand on a button, or the brand of its type must.
    pub fn set_display_name(&mut self, name: &str) -> Result<(), ProviderProblem> {
        let name = name.trim();
        let is_shown = name.chars().count() <= LONGEST_DISPLAY_NAME && name.chars().all(|c| c == ' ' || is_visible(c));
        if !is_shown || (!name.is_empty() && self.kind.brand().is_some()) {
            return Err(ProviderProblem::DisplayName);
        }
        name.clone_into(&mut self.settings.display_name);
        Ok(())
    }

    /// Takes over other names.
    ///
    /// # Errors
    /// There are too many of them, or one stands there twice.
    pub fn set_identifiers(&mut self, identifiers: Vec<String>) -> Result<(), ProviderProblem> {
        if identifiers.len() > MOST_IDENTIFIERS {
            return Err(ProviderProblem::TooManyIdentifiers);
        }
        let mut seen = BTreeSet::new();
        if let Some(repeated) = identifiers.iter().find(|identifier| !seen.insert(fold(identifier, false))) {
            return Err(ProviderProblem::RepeatedIdentifier(repeated.clone()));
        }
        self.identifiers = identifiers;
        Ok(())
    }
}
