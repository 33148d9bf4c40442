//! A credential as Keycloak exports it, written as one text: there the hash is in two pieces of JSON.

use serde::Deserialize;

use super::ImportedHashProblem;

const FORMAT: &str = "Keycloak";

/// A credential of type `password` in a realm's export.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeycloakCredential {
    /// `password`.
    #[serde(rename = "type")]
    kind: String,
    secret_data: String,
    credential_data: String,
}

#[derive(Deserialize)]
struct SecretData {
    value: String,
    salt: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CredentialData {
    hash_iterations: u32,
    algorithm: String,
    #[serde(default)]
    additional_parameters: Additional,
}

/// Lists of texts, as Keycloak writes them.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Additional {
    #[serde(rename = "type")]
    kind: Vec<String>,
    version: Vec<String>,
    memory: Vec<String>,
    parallelism: Vec<String>,
}

/// The text of a hash that Keycloak made with PBKDF2 or argon2.
pub fn from_keycloak(credential: &KeycloakCredential) -> Result<String, ImportedHashProblem> {
    let malformed = ImportedHashProblem::Malformed(FORMAT);
    if credential.kind != "password" {
        return Err(malformed);
    }
    let secret: SecretData = serde_json::from_str(&credential.secret_data).map_err(|_| malformed)?;
    let data: CredentialData = serde_json::from_str(&credential.credential_data).map_err(|_| malformed)?;
    let unpadded = |text: &str| text.trim_end_matches('=').to_owned();
    let (salt, hash, iterations) = (unpadded(&secret.salt), unpadded(&secret.value), data.hash_iterations);
    match data.algorithm.as_str() {
        // Keycloak's first provider, without a suffix, is SHA-1.
        "pbkdf2" => Ok(format!("$pbkdf2-sha1$i={iterations}${salt}${hash}")),
        algorithm @ ("pbkdf2-sha256" | "pbkdf2-sha512") => Ok(format!("${algorithm}$i={iterations}${salt}${hash}")),
        "argon2" => {
            let more = &data.additional_parameters;
            let first = |list: &[String]| list.first().cloned().ok_or(malformed);
            let (kind, memory, lanes) = (first(&more.kind)?, first(&more.memory)?, first(&more.parallelism)?);
            let version = match first(&more.version)?.as_str() {
                "1.3" => 19,
                "1.0" => 16,
                _ => return Err(malformed),
            };
            Ok(format!("$argon2{kind}$v={version}$m={memory},t={iterations},p={lanes}${salt}${hash}"))
        }
        _ => Err(ImportedHashProblem::UnknownFormat),
    }
}
