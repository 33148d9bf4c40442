//! A list of breached passwords as a file: a line for each, `SHA1` in hexadecimal, a colon and a count, in the order of the
//! hashes (the ordered download of Have I Been Pwned). Of any size: a look-up reads some thirty small pieces of it.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

use crate::flows::{BreachLookUp, LookUpFailed};

/// Hexadecimal characters of a SHA-1.
const HASH_LEN: usize = 40;
/// More than a line has: the hash, a colon, a count of ten digits and the end of the line.
const WINDOW: usize = 128;

/// The file, open for as long as the server runs.
pub(super) struct ListFile(Arc<Searched>);

struct Searched {
    file: File,
    length: u64,
}

impl ListFile {
    /// Opens the list and looks at its first line.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let searched = Searched { length: file.metadata()?.len(), file };
        let first = searched.line_at(0)?;
        if first.is_none_or(|(_, hash)| !hash.iter().all(u8::is_ascii_hexdigit)) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "has no line of the form SHA1:COUNT"));
        }
        Ok(Self(Arc::new(searched)))
    }
}

impl BreachLookUp for ListFile {
    fn knows<'a>(&'a self, sha1: &'a [u8; HASH_LEN]) -> BoxFuture<'a, Result<bool, LookUpFailed>> {
        let (searched, sha1) = (Arc::clone(&self.0), *sha1);
        let found = tokio::task::spawn_blocking(move || searched.find(&sha1));
        async move {
            match found.await {
                Ok(Ok(is_known)) => Ok(is_known),
                Ok(Err(error)) => Err(LookUpFailed(format!("the list of breached passwords: {error}"))),
                Err(_) => Err(LookUpFailed("the list of breached passwords was not read".to_owned())),
            }
        }
        .boxed()
    }
}

impl Searched {
    /// Binary search over positions in the file: lines differ in length, so that a position stands for the line behind it.
    fn find(&self, wanted: &[u8; HASH_LEN]) -> io::Result<bool> {
        let (mut low, mut high) = (0, self.length);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.line_at(middle)? {
                Some((_, hash)) if hash.eq_ignore_ascii_case(wanted) => return Ok(true),
                Some((start, hash)) if hash.to_ascii_uppercase().as_slice() < wanted.as_slice() => low = start + 1,
                _ => high = middle,
            }
        }
        Ok(false)
    }

    /// The first line that begins at `position` or behind it: where it begins, and its hash.
    fn line_at(&self, position: u64) -> io::Result<Option<(u64, [u8; HASH_LEN])>> {
        // From one before: a line may begin right here.
        let from = position.saturating_sub(1);
        let mut window = [0; WINDOW + HASH_LEN];
        let read = self.read_at(&mut window, from)?;
        let window = &window[..read];
        let start = if position == 0 {
            0
        } else {
            match window.iter().position(|&byte| byte == b'\n') {
                Some(end) => end + 1,
                None => return Ok(None),
            }
        };
        let hash = window.get(start..start + HASH_LEN).and_then(|hash| hash.try_into().ok());
        Ok(hash.map(|hash| (from + start as u64, hash)))
    }

    /// Reads as much as there is.
    #[cfg(unix)]
    fn read_at(&self, buffer: &mut [u8], position: u64) -> io::Result<usize> {
        use std::os::unix::fs::FileExt as _;
        let mut read = 0;
        while read < buffer.len() {
            match self.file.read_at(&mut buffer[read..], position + read as u64)? {
                0 => break,
                more => read += more,
            }
        }
        Ok(read)
    }

    /// Reads as much as there is.
    #[cfg(windows)]
    fn read_at(&self, buffer: &mut [u8], position: u64) -> io::Result<usize> {
        use std::os::windows::fs::FileExt as _;
        let mut read = 0;
        while read < buffer.len() {
            match self.file.seek_read(&mut buffer[read..], position + read as u64)? {
                0 => break,
                more => read += more,
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::digest::sha1_hex;

    fn hash(number: u32) -> [u8; HASH_LEN] {
        sha1_hex(&number.to_be_bytes())
    }

    async fn knows(list: &ListFile, hash: &[u8; HASH_LEN]) -> bool {
        list.knows(hash).await.map_err(|failed| failed.0).unwrap()
    }

    #[tokio::test]
    async fn every_line_is_found_and_nothing_else() {
        for (count, end) in [(1, "\r\n"), (2, "\n"), (3, "\n"), (500, "\r\n")] {
            let mut lines: Vec<String> = (0..count)
                .map(|n| format!("{}:{}", String::from_utf8(hash(n).to_vec()).unwrap(), 7_u64.pow(n % 11)))
                .collect();
            lines.sort_unstable();
            for last in ["", end] {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("pwned.txt");
                std::fs::write(&path, lines.join(end) + last).unwrap();
                let list = ListFile::open(&path).unwrap();
                for n in 0..count {
                    assert!(knows(&list, &hash(n)).await, "{n} of {count}");
                }
                for n in count..count + 50 {
                    assert!(!knows(&list, &hash(n)).await, "{n} of {count}");
                }
                assert!(!knows(&list, &[b'0'; HASH_LEN]).await && !knows(&list, &[b'F'; HASH_LEN]).await);
            }
        }
    }

    #[test]
    fn another_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("words.txt");
        for text in ["", "password\n123456\n", "0123"] {
            std::fs::write(&path, text).unwrap();
            assert!(ListFile::open(&path).is_err(), "{text:?}");
        }
        assert!(ListFile::open(&folder.path().join("nowhere")).is_err());
    }
}
