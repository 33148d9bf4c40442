//! Logos: raster images, told by their bytes and not by what a request calls them.

/// The largest logo in bytes.
const LIMIT: usize = 200 * 1024;
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The image formats a logo may have. SVG is a document that can carry script, so it is none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    WebP,
}

impl LogoKind {
    /// The media type it is served with, whatever it was uploaded as.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }
}

/// An accepted logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    kind: LogoKind,
    bytes: Vec<u8>,
}

/// Why an image was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LogoProblem {
    /// More than 200 KiB.
    #[error("a logo has at most 200 KiB")]
    TooLarge,
    /// None of the formats, SVG included.
    #[error("a logo is a PNG, JPEG or WebP image")]
    UnknownFormat,
    /// It begins like an image, but is cut short or has something else behind it.
    #[error("the image is damaged, or something else is hidden behind it")]
    Damaged,
}

impl Logo {
    /// Accepts an image whose whole length is the image: what follows its end could be a page or an archive.
    pub fn accept(bytes: Vec<u8>) -> Result<Self, LogoProblem> {
        if bytes.len() > LIMIT {
            return Err(LogoProblem::TooLarge);
        }
        let (kind, is_whole) = if bytes.starts_with(PNG) {
            (LogoKind::Png, is_whole_png(&bytes))
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            (LogoKind::Jpeg, is_whole_jpeg(&bytes))
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            (LogoKind::WebP, number(&bytes, 4, u32::from_le_bytes).is_some_and(|size| size + 8 == bytes.len()))
        } else {
            return Err(LogoProblem::UnknownFormat);
        };
        if is_whole { Ok(Self { kind, bytes }) } else { Err(LogoProblem::Damaged) }
    }

    /// The format.
    #[must_use]
    pub fn kind(&self) -> LogoKind {
        self.kind
    }

    /// The image.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Four bytes as a length.
fn number(bytes: &[u8], at: usize, read: fn([u8; 4]) -> u32) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(read(four)).ok()
}

/// Chunks from `IHDR` to `IEND`, and nothing behind.
fn is_whole_png(bytes: &[u8]) -> bool {
    let mut at = PNG.len();
    if bytes.get(at + 4..at + 8) != Some(b"IHDR") {
        return false;
    }
    while let Some(length) = number(bytes, at, u32::from_be_bytes) {
        let Some(next) = at.checked_add(12).and_then(|end| end.checked_add(length)) else { return false };
        if bytes.get(at + 4..at + 8) == Some(b"IEND") {
            return length == 0 && next == bytes.len();
        }
        at = next;
    }
    false
}

/// Marker segments up to the scan, and the end of the image as the last two bytes. Inside a scan a marker can only be
/// a restart or the start of another segment, so that the first end of image must be the end of the file.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    let mut in_scan = false;
    while let Some(&[first, second]) = bytes.get(at..at + 2).and_then(|pair| <&[u8; 2]>::try_from(pair).ok()) {
        match (first, second) {
            (0xff, 0xd9) => return at + 2 == bytes.len(),
            (0xff, 0x00 | 0xd0..=0xd7) if in_scan => at += 2,
            (0xff, 0xff) => at += 1,
            (0xff, marker) => {
                let Some(length) = bytes.get(at + 2..at + 4).map(|len| usize::from(len[0]) << 8 | usize::from(len[1]))
                else {
                    return false;
                };
                in_scan = marker == 0xda;
                at += 2 + length.max(2);
            }
            _ if in_scan => at += 1,
            _ => return false,
        }
    }
    false
}
