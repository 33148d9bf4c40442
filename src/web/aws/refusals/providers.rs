//! Identity providers: what they cannot be.

use crate::domain::pool::PoolId;
use crate::domain::provider::details::DetailProblem;
use crate::domain::provider::{MappingProblem, Provider, ProviderProblem, ProviderType};
use crate::flows::manage::providers::ProviderChange;
use crate::flows::manage::users::identities::{LinkRefused, UnlinkChange};
use crate::protocol::aws::error::CognitoError;

/// The provider `name` of a pool after a change. `kind` is the type that it was to have, where it is new.
pub(in crate::web::aws) fn changed(
    pool: &PoolId,
    (name, kind): (&str, Option<ProviderType>),
    change: ProviderChange,
) -> Result<Provider, CognitoError> {
    match change {
        ProviderChange::Done(provider) => Ok(*provider),
        ProviderChange::NotFound => Err(CognitoError::provider_does_not_exist(name)),
        ProviderChange::NameTaken => Err(CognitoError::provider_exists(name, pool.as_str())),
        ProviderChange::IdentifierTaken(identifier) => Err(CognitoError::invalid_parameter(format!(
            "The identifier {identifier} belongs to another identity provider of the user pool."
        ))),
        ProviderChange::TooMany => Err(CognitoError::too_many_providers()),
        ProviderChange::Concurrent => Err(CognitoError::concurrent_modification()),
        ProviderChange::Refused(problem) => {
            Err(refused((name, kind.map(ProviderType::as_str).unwrap_or_default()), problem))
        }
    }
}

fn refused((name, kind): (&str, &str), problem: ProviderProblem) -> CognitoError {
    let invalid = |message: String| CognitoError::invalid_parameter(message);
    match problem {
        ProviderProblem::ReservedName => {
            invalid(format!("'ProviderName' cannot be {name}: that stands for the pool's own users."))
        }
        ProviderProblem::NotOfType => CognitoError::provider_not_of_type(name, kind),
        ProviderProblem::Detail(problem) => invalid(detail(&problem)),
        ProviderProblem::NotCalled(key) => {
            invalid(format!("'{key}' in 'ProviderDetails' is not an address that this server calls."))
        }
        ProviderProblem::Mapping(problem) => mapping(&problem),
        ProviderProblem::Username(claim) => {
            invalid(format!("'username' in 'AttributeMapping' can only be {claim} for this type of provider."))
        }
        ProviderProblem::LongClaim(attribute) => {
            invalid(format!("The claim of {attribute} in 'AttributeMapping' is too long."))
        }
        ProviderProblem::NotMapped(attribute) => {
            invalid(format!("'{attribute}' is in 'AttributeUpdates' and not in 'AttributeMapping'."))
        }
        ProviderProblem::DisplayName => invalid(
            "'DisplayName' can only have up to 64 visible characters, and only of a provider that is no brand of its own."
                .to_owned(),
        ),
        ProviderProblem::OfferWithoutTrust => invalid(
            "'OfferLink' can only be true where the provider's word counts that an address is verified.".to_owned(),
        ),
        ProviderProblem::TooManyIdentifiers => invalid("An identity provider has at most 50 identifiers.".to_owned()),
        ProviderProblem::RepeatedIdentifier(identifier) => {
            invalid(format!("The identifier {identifier} stands in 'IdpIdentifiers' more than once."))
        }
        ProviderProblem::Unusable(why) => invalid(format!("'ProviderDetails' does not do: {why}.")),
        ProviderProblem::NoOwnCallback => invalid(
            "'OwnCallback' cannot be true for a SAML provider: its answers say themselves for whom they are."
                .to_owned(),
        ),
        ProviderProblem::Metadata(why) => invalid(why),
    }
}

fn detail(problem: &DetailProblem) -> String {
    match problem {
        DetailProblem::Unknown(key) => {
            let shown: String = key.chars().filter(|c| !c.is_control()).take(128).collect();
            format!("'{shown}' is not a detail of this type of provider.")
        }
        DetailProblem::Missing(key) => format!("'{key}' is required in 'ProviderDetails'."),
        DetailProblem::Both(one, other) => format!("Only one of '{one}' and '{other}' can be in 'ProviderDetails'."),
        DetailProblem::Invalid(key, why) => format!("'{key}' in 'ProviderDetails' does not do: {why}."),
    }
}

fn mapping(problem: &MappingProblem) -> CognitoError {
    match problem {
        MappingProblem::Unknown(attribute) => CognitoError::attribute_unknown(attribute),
        MappingProblem::Reserved(attribute) => CognitoError::invalid_parameter(format!(
            "'{attribute}' cannot be in 'AttributeMapping': no identity provider sets it."
        )),
        MappingProblem::Empty(attribute) => {
            CognitoError::invalid_parameter(format!("'{attribute}' in 'AttributeMapping' names no claim."))
        }
        MappingProblem::Immutable(attribute) => CognitoError::attribute_cannot_be_updated(attribute),
    }
}

/// The answer of `AdminLinkProviderForUser`.
pub(in crate::web::aws) fn linked(provider: &str, result: Result<(), LinkRefused>) -> Result<(), CognitoError> {
    result.map_err(|refused| match refused {
        LinkRefused::NoUser => CognitoError::user_does_not_exist(),
        LinkRefused::NoProvider => CognitoError::provider_does_not_exist(provider),
        LinkRefused::Federated => CognitoError::destination_is_federated(),
        LinkRefused::Claim(name) => CognitoError::source_attribute_not_linked(&name),
        LinkRefused::Value => CognitoError::source_incomplete(),
        LinkRefused::Linked => CognitoError::source_is_linked(),
        LinkRefused::SignedUp => CognitoError::source_signed_up(),
        LinkRefused::TooMany => CognitoError::too_many_identities(),
        LinkRefused::TooManyClaims => CognitoError::too_many_linked_claims(),
    })
}

/// The answer of `AdminDisableProviderForUser`.
pub(in crate::web::aws) fn unlinked(provider: &str, change: UnlinkChange) -> Result<(), CognitoError> {
    match change {
        UnlinkChange::Done => Ok(()),
        UnlinkChange::NoProvider => Err(CognitoError::provider_does_not_exist(provider)),
        UnlinkChange::NotLinked => Err(CognitoError::user_does_not_exist()),
    }
}
