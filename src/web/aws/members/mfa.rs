//! Second factors, of pools and of users.

use crate::domain::sign_in::{Factor, SecondFactor};
use crate::domain::user::Wish;
use crate::protocol::aws::shapes::mfa::SoftwareTokenMfaSettingsType;

/// Of whom a second factor is asked; the shape lets three words through.
pub(in crate::web::aws) fn second_factor(word: &str) -> SecondFactor {
    match word {
        "ON" => SecondFactor::Required,
        "OPTIONAL" => SecondFactor::Optional,
        _ => SecondFactor::Off,
    }
}

/// What is wished for each factor that the request names. A factor that is only preferred is on, as on Cognito; one that
/// nothing is said of is off.
pub(in crate::web::aws) fn mfa_wishes(software_token: Option<SoftwareTokenMfaSettingsType>) -> Vec<Wish> {
    let wish = |given: SoftwareTokenMfaSettingsType| {
        let is_preferred = given.preferred_mfa == Some(true);
        Wish { factor: Factor::Totp, is_enabled: given.enabled.unwrap_or(is_preferred), is_preferred }
    };
    software_token.map(wish).into_iter().collect()
}
