//! The two ceremonies of Web Authentication (Level 3 §7.1 and §7.2), for one relying party: what a browser is given, and
//! whether what comes back holds. Knows no users and no pools; states are texts that their keeper cannot read.
//!
//! `webauthn-rs-core` does the parsing and the signatures. It is used without the crate above it, which decides for itself
//! when the holder of a passkey is to be verified; here that is the pool's setting. Attestation is neither asked for nor
//! judged: what an authenticator says of itself is no reason to trust or to refuse it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use url::Url;
use webauthn_rs_core::WebauthnCore;
use webauthn_rs_core::error::WebauthnError;
use webauthn_rs_core::proto::{
    AuthenticationState, AuthenticatorTransport, CollectedClientData, Credential, PublicKeyCredential,
    RegisterPublicKeyCredential, RegistrationState, UserVerificationPolicy,
};

use crate::domain::passkey::{Passkey, UserVerification};

/// Longest name of a credential, in bytes (Web Authentication §5.8.3 lets authenticators go up to it).
const LONGEST_NAME: usize = 1023;

/// For whom passkeys are, and the pages that may use them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelyingParty {
    /// Its id: a domain.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The origins of those pages. Each is compared whole, with its port: no domain below one of them is let in.
    pub origins: Vec<String>,
}

/// A ceremony that was begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// What the browser is given (`PublicKeyCredentialCreationOptionsJSON` or `…RequestOptionsJSON`).
    pub options: Value,
    /// The challenge in it, in base64url.
    pub challenge: String,
    /// What must be there when the answer comes. It is good for one answer: that is its keeper's to see to.
    pub state: String,
}

/// Who registers a passkey.
#[derive(Clone, Copy, Debug)]
pub struct Registrant<'a> {
    /// What the authenticator keeps them by, and brings back: nothing that says who they are (§14.6.1).
    pub handle: &'a [u8],
    /// What they sign in with.
    pub name: &'a str,
    /// The passkeys that they have: an authenticator that has one of them is not asked for another.
    pub existing: &'a [String],
}

/// A passkey as it came from its authenticator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// Its name, in base64url.
    pub credential_id: String,
    /// Its public key, with what is needed to check it later.
    pub credential: String,
    /// The count of signatures.
    pub sign_count: u32,
    /// Whether it may be copied to other devices.
    pub can_be_backed_up: bool,
    /// Whether there is a copy.
    pub is_backed_up: bool,
    /// How its authenticator can be reached.
    pub transports: Vec<String>,
}

/// An assertion that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asserted {
    /// The count of signatures.
    pub sign_count: u32,
    /// Whether there is a copy of the passkey.
    pub is_backed_up: bool,
    /// Whether the authenticator made sure who holds it.
    pub is_holder_verified: bool,
}

/// Why an answer does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyRefused {
    /// It cannot be read.
    Malformed,
    /// It answers another challenge.
    Challenge,
    /// It was made at a page whose origin is not one of the relying party's, or inside a page of another origin.
    Origin,
    /// It is for another relying party.
    RelyingParty,
    /// The authenticator did not make sure who holds it, and had to.
    HolderNotVerified,
    /// The count of signatures went back: there may be a copy of the passkey (§6.1.1).
    CountWentBack,
    /// A kind of key or authenticator that is not taken.
    NotSupported,
    /// The signature or something else does not hold.
    Wrong,
}

/// The relying party cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unusable;

/// An answer to an assertion, read but not checked.
#[derive(Clone, Debug)]
pub struct Assertion {
    read: PublicKeyCredential,
    is_cross_origin: bool,
}

impl RelyingParty {
    /// Begins a registration, which must end within so many seconds.
    pub fn begin_registration(
        &self,
        registrant: Registrant<'_>,
        verification: UserVerification,
        secs: u64,
    ) -> Result<Begun, Unusable> {
        let existing = registrant.existing.iter().filter_map(|id| URL_SAFE_NO_PAD.decode(id).ok()).collect();
        let core = self.core(secs)?;
        let builder = core
            .new_challenge_register_builder(registrant.handle, registrant.name, registrant.name)
            .map_err(|_| Unusable)?
            .user_verification_policy(policy(verification))
            .exclude_credentials(Some(existing))
            // Found without a name: a list of passkeys for each name would tell whose names exist.
            .require_resident_key(true);
        let (created, state) = core.generate_challenge_register(builder).map_err(|_| Unusable)?;
        let begun = begun(&created.public_key, &created.public_key.challenge, &state)?;
        // Names that the pool has are refused where passkeys are kept; here they would only make the state long.
        Ok(Begun { state: with(&begun.state, "exclude_credentials", Value::Array(Vec::new()))?, ..begun })
    }

    /// Takes what the browser brings back of a registration that was begun with `state`.
    pub fn finish_registration(&self, answer: Value, state: &str) -> Result<Registered, PasskeyRefused> {
        let read: RegisterPublicKeyCredential =
            serde_json::from_value(answer).map_err(|_| PasskeyRefused::Malformed)?;
        let state: RegistrationState = serde_json::from_str(state).map_err(|_| PasskeyRefused::Challenge)?;
        let core = self.core(0).map_err(|Unusable| PasskeyRefused::RelyingParty)?;
        let credential = core.register_credential(&read, &state, None).map_err(|error| refusal(&error))?;
        if credential.cred_id.is_empty() || credential.cred_id.len() > LONGEST_NAME {
            return Err(PasskeyRefused::NotSupported);
        }
        // The library believes them with an attestation only; they are hints, and nothing is decided by them.
        let transports = read.response.transports.iter().flatten();
        let known = transports.filter(|transport| **transport != AuthenticatorTransport::Unknown);
        Ok(Registered {
            credential_id: URL_SAFE_NO_PAD.encode(&credential.cred_id),
            credential: serde_json::to_string(&credential).map_err(|_| PasskeyRefused::Malformed)?,
            sign_count: credential.counter,
            can_be_backed_up: credential.backup_eligible,
            is_backed_up: credential.backup_state,
            transports: known.map(ToString::to_string).collect(),
        })
    }

    /// Begins an assertion, which must end within so many seconds. Any passkey of the relying party may answer it.
    pub fn begin_assertion(&self, verification: UserVerification, secs: u64) -> Result<Begun, Unusable> {
        let core = self.core(secs)?;
        let builder =
            core.new_challenge_authenticate_builder(Vec::new(), Some(policy(verification))).map_err(|_| Unusable)?;
        let (asked, state) = core.generate_challenge_authenticate(builder).map_err(|_| Unusable)?;
        begun(&asked.public_key, &asked.public_key.challenge, &state)
    }

    /// Begins an assertion with a challenge that its keeper made, to be answered by one of these passkeys.
    pub fn begin_assertion_by(
        &self,
        challenge: &[u8],
        verification: UserVerification,
        allowed: &[Passkey],
        secs: u64,
    ) -> Result<Begun, Unusable> {
        let Begun { options, state, .. } = self.begin_assertion(verification, secs)?;
        let challenge = URL_SAFE_NO_PAD.encode(challenge);
        let allowed = allowed.iter().map(
            |passkey| json!({"type": "public-key", "id": passkey.credential_id, "transports": passkey.transports}),
        );
        let mut options = options;
        let members = options.as_object_mut().ok_or(Unusable)?;
        members.insert("challenge".to_owned(), challenge.clone().into());
        members.insert("allowCredentials".to_owned(), allowed.collect());
        Ok(Begun { options, state: with(&state, "challenge", challenge.clone().into())?, challenge })
    }

    /// Whether `assertion` answers what was begun with `state`, by `passkey`. Nothing is remembered of it: its keeper
    /// stores the count that comes back, and never takes the state again.
    pub fn finish_assertion(
        &self,
        assertion: &Assertion,
        state: &str,
        passkey: &Passkey,
    ) -> Result<Asserted, PasskeyRefused> {
        if assertion.is_cross_origin {
            return Err(PasskeyRefused::Origin);
        }
        let state: AuthenticationState = serde_json::from_str(state).map_err(|_| PasskeyRefused::Challenge)?;
        let stored: Credential = serde_json::from_str(&passkey.credential).map_err(|_| PasskeyRefused::Wrong)?;
        let stored = Credential { counter: passkey.sign_count, backup_state: passkey.is_backed_up, ..stored };
        let core = self.core(0).map_err(|Unusable| PasskeyRefused::RelyingParty)?;
        let held = core.authenticate_single_credential(&assertion.read, &state, &stored);
        let held = held.map_err(|error| refusal(&error))?;
        Ok(Asserted {
            sign_count: held.counter(),
            is_backed_up: held.backup_state(),
            is_holder_verified: held.user_verified(),
        })
    }

    fn core(&self, secs: u64) -> Result<WebauthnCore, Unusable> {
        let origins = self.origins.iter().map(|origin| Url::parse(origin)).collect::<Result<Vec<_>, _>>();
        let origins = origins.map_err(|_| Unusable)?;
        let timeout = Duration::from_secs(secs.min(24 * 3600));
        let (below, any_port) = (Some(false), Some(false));
        Ok(WebauthnCore::new_unsafe_experts_only(&self.name, &self.id, origins, timeout, below, any_port))
    }
}

impl Assertion {
    /// Reads what a browser brings back (`AuthenticationResponseJSON`).
    pub fn read(answer: &str) -> Option<Self> {
        let read: PublicKeyCredential = serde_json::from_str(answer).ok()?;
        let said: CollectedClientData = serde_json::from_slice(&read.response.client_data_json).ok()?;
        // The library looks at this when a passkey is registered only.
        let is_framed = said.unknown_keys.contains_key("topOrigin");
        Some(Self { is_cross_origin: said.cross_origin.unwrap_or(false) || is_framed, read })
    }

    /// The challenge that it says it answers.
    pub fn challenge(&self) -> Option<Vec<u8>> {
        let said: CollectedClientData = serde_json::from_slice(&self.read.response.client_data_json).ok()?;
        Some(said.challenge.clone())
    }

    /// The name of the passkey that answers, in base64url.
    pub fn credential_id(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.read.get_credential_id())
    }

    /// Whether the authenticator brought `handle` back as its person's: it may bring none only where their name was
    /// given otherwise (§7.2).
    pub fn is_of(&self, handle: &[u8], must_say: bool) -> bool {
        self.read.get_user_unique_id().map_or(!must_say, |said| said == handle)
    }
}

/// The challenge that the answer to a registration says it answers, in base64url; `None`: it cannot be read.
pub fn answered_challenge(answer: &Value) -> Option<String> {
    let encoded = answer.get("response")?.get("clientDataJSON")?.as_str()?;
    let said: CollectedClientData = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(encoded).ok()?).ok()?;
    Some(URL_SAFE_NO_PAD.encode(said.challenge))
}

fn policy(verification: UserVerification) -> UserVerificationPolicy {
    match verification {
        UserVerification::Preferred => UserVerificationPolicy::Preferred,
        UserVerification::Required => UserVerificationPolicy::Required,
    }
}

/// A state with one member replaced.
fn with(state: &str, member: &str, value: Value) -> Result<String, Unusable> {
    let mut state: Value = serde_json::from_str(state).map_err(|_| Unusable)?;
    state.as_object_mut().ok_or(Unusable)?.insert(member.to_owned(), value);
    Ok(state.to_string())
}

fn begun(options: &impl serde::Serialize, challenge: &[u8], state: &impl serde::Serialize) -> Result<Begun, Unusable> {
    Ok(Begun {
        options: serde_json::to_value(options).map_err(|_| Unusable)?,
        challenge: URL_SAFE_NO_PAD.encode(challenge),
        state: serde_json::to_string(state).map_err(|_| Unusable)?,
    })
}

fn refusal(error: &WebauthnError) -> PasskeyRefused {
    let named = [
        (WebauthnError::MismatchedChallenge, PasskeyRefused::Challenge),
        (WebauthnError::InvalidRPOrigin, PasskeyRefused::Origin),
        (WebauthnError::CredentialCrossOrigin, PasskeyRefused::Origin),
        (WebauthnError::InvalidRPIDHash, PasskeyRefused::RelyingParty),
        (WebauthnError::UserNotVerified, PasskeyRefused::HolderNotVerified),
        (WebauthnError::CredentialPossibleCompromise, PasskeyRefused::CountWentBack),
        (WebauthnError::AttestationNotSupported, PasskeyRefused::NotSupported),
        (WebauthnError::CredentialAlteredAlgFromRequest, PasskeyRefused::NotSupported),
        (WebauthnError::COSEKeyInvalidType, PasskeyRefused::NotSupported),
        (WebauthnError::COSEKeyInvalidAlgorithm, PasskeyRefused::NotSupported),
        (WebauthnError::COSEKeyEDUnsupported, PasskeyRefused::NotSupported),
    ];
    named.iter().find(|(known, _)| known == error).map_or(PasskeyRefused::Wrong, |(_, refused)| *refused)
}
