//! How an answer travels: as it should, or as a broken, slow or hostile server would send it.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, LOCATION};
use actix_web::web::Bytes;
use actix_web::{Error, HttpResponse};
use futures_util::stream;
use serde_json::Value;

use super::BASE;
use super::fault::Transport;

/// What an answer says.
pub(super) enum Body {
    /// As JSON.
    Json(Value),
    /// The members of an object as a form.
    Form(Value),
    /// As metadata of SAML.
    Metadata(String),
}

/// Sends an answer, on the way that a fault asks for.
pub(super) async fn deliver(fault: Option<Transport>, status: u16, body: Body) -> HttpResponse {
    let (media_type, text) = written(&body);
    let answer = |status: u16, media_type: &str, text: Vec<u8>| {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        HttpResponse::build(status).content_type(media_type).insert_header(("cache-control", "no-store")).body(text)
    };
    match fault {
        None => answer(status, media_type, text),
        Some(Transport::Answer(status, media_type, text)) => answer(status, media_type, text),
        Some(Transport::Status(status)) => answer(status, media_type, text),
        Some(Transport::MediaType(media_type)) => answer(status, media_type, text),
        Some(Transport::Redirect(status)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::FOUND);
            HttpResponse::build(status).insert_header((LOCATION, format!("{BASE}/elsewhere"))).finish()
        }
        Some(Transport::Never) => std::future::pending().await,
        Some(Transport::Trickle) => {
            HttpResponse::Ok().content_type(media_type).streaming(stream::unfold((), |()| async {
                tokio::time::sleep(Duration::from_secs(1)).await;
                Some((Ok::<_, Error>(Bytes::from_static(b" ")), ()))
            }))
        }
        Some(Transport::Padded(count)) => {
            let mut padded = vec![b' '; count];
            padded.extend(text);
            answer(status, media_type, padded)
        }
        Some(Transport::GzipBomb(megabytes)) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, media_type))
            .insert_header((CONTENT_ENCODING, "gzip"))
            .body(gzip_of_spaces(megabytes * 1024 * 1024)),
        Some(Transport::Cut) => {
            let half = text[..text.len() / 2].to_vec();
            let cut = [Ok(Bytes::from(half)), Err(Error::from(std::io::Error::other("cut off")))];
            HttpResponse::Ok().content_type(media_type).no_chunking(text.len() as u64).streaming(stream::iter(cut))
        }
    }
}

/// Where redirects lead.
pub(super) async fn elsewhere() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "sub": "elsewhere", "access_token": "elsewhere" }))
}

fn written(body: &Body) -> (&'static str, Vec<u8>) {
    match body {
        Body::Json(value) => ("application/json", value.to_string().into_bytes()),
        Body::Metadata(text) => ("application/samlmetadata+xml", text.clone().into_bytes()),
        Body::Form(value) => {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            for (name, value) in value.as_object().into_iter().flatten() {
                form.append_pair(name, &value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            }
            ("application/x-www-form-urlencoded", form.finish().into_bytes())
        }
    }
}

/// So many spaces as gzip (RFC 1952) in one block of fixed codes (RFC 1951 §3.2.6): a space, then copies of 258 bytes from one
/// byte back. A hundredth of the size; the checksum is wrong, which nobody finds out before the end.
fn gzip_of_spaces(count: usize) -> Vec<u8> {
    let mut bits = Bits { bytes: vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], filled: 8 };
    bits.push(1, 1);
    bits.push(0b01, 2);
    // codes are packed from their first bit on, numbers from their last
    bits.push_code(0x30 + 0x20, 8);
    for _ in 0..count / 258 {
        bits.push_code(0b1100_0101, 8);
        bits.push_code(0, 5);
    }
    bits.push_code(0, 7);
    bits.bytes.extend([0; 8]);
    bits.bytes
}

/// Bytes that are filled bit by bit, the lowest first.
struct Bits {
    bytes: Vec<u8>,
    /// Bits used of the last byte.
    filled: u32,
}

impl Bits {
    fn push(&mut self, number: u32, width: u32) {
        for at in 0..width {
            if self.filled == 8 {
                self.bytes.push(0);
                self.filled = 0;
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= u8::from(number >> at & 1 == 1) << self.filled;
            }
            self.filled += 1;
        }
    }

    fn push_code(&mut self, code: u32, width: u32) {
        self.push(code.reverse_bits() >> (32 - width), width);
    }
}
