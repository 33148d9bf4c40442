//! The canonical request: the exact bytes under the signature.

use aws_lc_rs::digest::{SHA256, digest};

/// SHA-256 of `bytes`, in lower-case hexadecimal.
pub(super) fn hex_sha256(bytes: &[u8]) -> String {
    hex::encode(digest(&SHA256, bytes))
}

/// Surrounding spaces off, runs of spaces made one.
fn trim_all(value: &str) -> String {
    value.split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The canonical request of `METHOD /` without a query. `headers` are the signed ones, in order.
pub(super) fn canonical_request(method: &str, headers: &[(&str, &str)], body_sha256: &str) -> String {
    let mut text = format!("{method}\n/\n\n");
    for (name, value) in headers {
        text.push_str(name);
        text.push(':');
        text.push_str(&trim_all(value));
        text.push('\n');
    }
    text.push('\n');
    text.push_str(&headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";"));
    text.push('\n');
    text.push_str(body_sha256);
    text
}
