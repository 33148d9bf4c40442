//! `/oauth2/revoke` (RFC 7009), with Cognito's answers (`cognito.md` §1.8): empty when it is done, and `invalid_client`
//! is 401 here.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse, web};

use super::client_credentials::read;
use super::error::{allow_any_origin, fail, refuse};
use crate::domain::secret::Secret;
use crate::flows::Deps;
use crate::flows::token::{RevokeRefused, TokenError, TokenErrorCode, revoke};
use crate::web::extract::{Body, ExpectedPool};

/// Parameters that must not occur twice (RFC 6749 §3.2).
const ONCE: [&str; 4] = ["client_id", "client_secret", "token", "token_type_hint"];

/// Ends the family of the refresh token in `token`. `token_type_hint` changes nothing: what a token is can be seen
/// (RFC 7009 §2.1, case 85).
pub(super) async fn post(deps: web::Data<Deps>, request: HttpRequest, pool: ExpectedPool, body: Body) -> HttpResponse {
    let (params, client) = match read(&request, body, &ONCE) {
        Ok(found) => found,
        Err(error) => return refuse(error, true),
    };
    let Some(token) = params.get("token").map(Secret::from) else {
        return refuse(TokenError { code: TokenErrorCode::InvalidRequest, description: "token is missing." }, true);
    };
    match revoke(&deps, &client, &token, pool.0.as_ref()).await {
        Ok(Ok(())) => {
            let mut response = HttpResponse::Ok();
            response.insert_header((CACHE_CONTROL, "no-store"));
            allow_any_origin(&mut response).finish()
        }
        Ok(Err(refused)) => refuse(error_of(refused), true),
        Err(error) => fail(&error),
    }
}

fn error_of(refused: RevokeRefused) -> TokenError {
    match refused {
        RevokeRefused::Client(refused) => refused.into(),
        RevokeRefused::Disabled => TokenError {
            code: TokenErrorCode::InvalidRequest,
            description: "Token revocation is not enabled for this client.",
        },
        RevokeRefused::NotRefreshToken => TokenError {
            code: TokenErrorCode::UnsupportedTokenType,
            description: "Only refresh tokens can be revoked.",
        },
    }
}
