//! Static files inside the binary, under names that carry their content: they may be cached for ever.

use std::borrow::Cow;

use rust_embed::{Embed, EmbeddedFile};

#[derive(Embed)]
#[folder = "../static/"]
struct Static;

/// A static file, ready to be served.
pub struct Asset {
    /// The file's bytes.
    pub bytes: Cow<'static, [u8]>,
    /// The media type, with the charset of text files.
    pub media_type: &'static str,
    /// A strong entity tag, quotes included (RFC 9110 §8.8.3).
    pub etag: String,
}

/// The path of a static file for a page: `vestibule.css` becomes `/static/vestibule-<hash>.css`. Empty for a file that
/// is not there, which the page tests do not let pass.
#[must_use]
pub fn href(name: &str) -> String {
    Static::get(name).map_or_else(String::new, |file| format!("/static/{}", hashed(name, &file)))
}

/// The file behind the last part of a path made by [`href`]. A name with another hash is not found: an old page gets
/// an honest 404 rather than a style sheet that does not fit it.
#[must_use]
pub fn find(hashed_name: &str) -> Option<Asset> {
    let name = Static::iter().find(|name| Static::get(name).is_some_and(|file| hashed(name, &file) == hashed_name))?;
    let file = Static::get(&name)?;
    let etag = format!("\"{}\"", fingerprint(&file));
    Some(Asset { media_type: media_type(&name), etag, bytes: file.data })
}

fn hashed(name: &str, file: &EmbeddedFile) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("{stem}-{}.{extension}", fingerprint(file))
}

fn fingerprint(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    hex::encode(hash.get(..8).unwrap_or_default())
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_is_found_under_its_hashed_name_only() {
        let href = href("vestibule.css");
        let name = href.strip_prefix("/static/").expect("a path below /static/");
        assert_eq!(find(name).map(|asset| asset.media_type), Some("text/css; charset=utf-8"));
        assert!(find("vestibule.css").is_none());
        assert!(find("vestibule-0000000000000000.css").is_none());
        assert!(find("../Cargo.toml").is_none());
    }
}
