//! No refusal tells what the server is made of (case 252): no stack, no statement, no path, no library's own words. What a
//! request brought along may be said back.

use super::Answer;

/// What only the inside of the server says, in lower case.
const INNARDS: [&str; 16] = [
    "panicked at",
    "backtrace",
    ".rs:",
    "/src/",
    "/.cargo/",
    "sqlx",
    "sea_orm",
    "seaorm",
    "actix",
    "sqlite",
    "postgres",
    "constraint failed",
    "select \"",
    "insert into \"",
    "update \"",
    "delete from \"",
];

/// What `answer` tells of it, if it is a refusal; `sent` is its request.
pub(crate) fn told(answer: &Answer, sent: &str) -> Option<&'static str> {
    if !answer.status.is_client_error() && !answer.status.is_server_error() {
        return None;
    }
    let headers =
        answer.headers.iter().map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())));
    let told = headers.chain([answer.body.clone()]).collect::<Vec<_>>().join("\n").to_lowercase();
    let sent = sent.to_lowercase();
    if told.contains(&env!("CARGO_MANIFEST_DIR").to_lowercase()) {
        return Some("the folder of the sources");
    }
    INNARDS.into_iter().find(|innards| told.contains(innards) && !sent.contains(innards))
}

#[cfg(test)]
mod tests {
    use actix_web::http::StatusCode;
    use actix_web::http::header::HeaderMap;

    use super::{Answer, told};

    #[test]
    fn innards_are_found_in_refusals_unless_they_were_sent() {
        let answer = |status, body: &str| Answer { status, headers: HeaderMap::new(), body: body.to_owned() };
        let broken = answer(StatusCode::BAD_REQUEST, "UNIQUE constraint failed: users.id");
        assert_eq!(told(&broken, "username=ada"), Some("constraint failed"));
        assert_eq!(told(&broken, "username=constraint failed"), None);
        assert_eq!(told(&answer(StatusCode::BAD_REQUEST, "Invalid parameter"), ""), None);
        assert_eq!(told(&answer(StatusCode::OK, "sqlite"), ""), None);
        let path = answer(StatusCode::NOT_FOUND, concat!("not found: ", env!("CARGO_MANIFEST_DIR"), "/data"));
        assert_eq!(told(&path, ""), Some("the folder of the sources"));
    }
}
