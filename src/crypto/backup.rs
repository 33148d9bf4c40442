//! The sealed form of a backup: a stream of chunks under a key that only the master key yields. Knows nothing of what is
//! in it.
//!
//! ```text
//! magic (16) ‖ salt (16) ‖ key check (16) ‖ chunk … ‖ chunk
//! chunk: AES-256-GCM of up to 64 KiB ‖ tag (16); nonce: counter (11) ‖ 1 for the last chunk, else 0
//! ```
//!
//! The nonces are those of the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: *Online Authenticated-Encryption
//! and its Nonce-Reuse Misuse-Resistance*, 2015): chunks that change places, a stream that is cut at a chunk's end and one
//! that goes on after its end do not open. The key is new for each backup, so a counter never meets itself.

use std::io::{Error, ErrorKind, Read, Result, Write};

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use subtle::ConstantTimeEq as _;
use thiserror::Error as ThisError;
use zeroize::Zeroizing;

use super::ring::MasterKey;
use crate::domain::random::{self, Random};

const MAGIC: &[u8; 16] = b"VestibuleBackup1";
const SALT_LEN: usize = 16;
/// Bytes by which a wrong master key is told from a damaged file.
const CHECK_LEN: usize = 16;
const CHUNK_LEN: usize = 64 * 1024;
const TAG_LEN: usize = 16;

/// Why a backup cannot be read. Reading past its beginning gives these inside an [`std::io::Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, ThisError)]
pub enum SealedBackupError {
    /// The file does not begin as a backup does.
    #[error("this is not a Vestibule backup")]
    NotABackup,
    /// It was made under another master key.
    #[error("the master key is not the one under which this backup was made")]
    WrongMasterKey,
    /// It was changed, cut off, or something stands behind its end.
    #[error("the backup is damaged or incomplete")]
    Damaged,
}

/// Seals what is written to it. Without [`SealedWriter::finish`] the result is an incomplete backup.
pub struct SealedWriter<W> {
    inner: W,
    cipher: LessSafeKey,
    counter: u64,
    chunk: Zeroizing<Vec<u8>>,
}

impl<W: Write> SealedWriter<W> {
    /// Begins a backup on `inner`.
    ///
    /// # Errors
    /// `inner` cannot be written.
    pub fn begin(mut inner: W, master_key: &MasterKey, random: &dyn Random) -> Result<Self> {
        let salt: [u8; SALT_LEN] = random::bytes(random);
        let keys = Keys::derive(master_key, &salt);
        inner.write_all(MAGIC)?;
        inner.write_all(&salt)?;
        inner.write_all(&*keys.check)?;
        let chunk = Zeroizing::new(Vec::with_capacity(CHUNK_LEN + TAG_LEN));
        Ok(Self { inner, cipher: keys.cipher(), counter: 0, chunk })
    }

    /// Seals the rest, marks the end, and gives back what was written to.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn finish(mut self) -> Result<W> {
        self.seal(true)?;
        self.inner.flush()?;
        Ok(self.inner)
    }

    fn seal(&mut self, is_last: bool) -> Result<()> {
        let nonce = nonce(self.counter, is_last);
        self.counter += 1;
        self.cipher
            .seal_in_place_append_tag(nonce, Aad::from(MAGIC), &mut *self.chunk)
            .map_err(|_| Error::other("sealing failed"))?;
        self.inner.write_all(&self.chunk)?;
        self.chunk.clear();
        Ok(())
    }
}

impl<W: Write> Write for SealedWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        // A full chunk waits until more comes: only then is it known not to be the last.
        if self.chunk.len() == CHUNK_LEN && !bytes.is_empty() {
            self.seal(false)?;
        }
        let taken = bytes.len().min(CHUNK_LEN - self.chunk.len());
        self.chunk.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        Ok(taken)
    }

    /// Does nothing: a chunk is sealed when it is full or the last.
    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Reads what a [`SealedWriter`] wrote. Nothing is given out before it is authenticated; the end of the stream is
/// [`Ok(0)`](Read::read) only where the backup really ends.
pub struct SealedReader<R> {
    inner: R,
    cipher: LessSafeKey,
    counter: u64,
    /// Sealed bytes that were read ahead: up to one chunk and one byte more, which tells whether it is the last.
    ahead: Vec<u8>,
    chunk: Zeroizing<Vec<u8>>,
    given: usize,
    is_over: bool,
}

impl<R: Read> SealedReader<R> {
    /// Opens a backup.
    ///
    /// # Errors
    /// It is none, or the master key is another; or `inner` cannot be read.
    pub fn open(mut inner: R, master_key: &MasterKey) -> Result<Self> {
        let mut start = [0; MAGIC.len() + SALT_LEN + CHECK_LEN];
        inner.read_exact(&mut start).map_err(|error| {
            if error.kind() == ErrorKind::UnexpectedEof { invalid(SealedBackupError::NotABackup) } else { error }
        })?;
        let (magic, rest) = start.split_at(MAGIC.len());
        let (salt, check) = rest.split_at(SALT_LEN);
        if magic != MAGIC {
            return Err(invalid(SealedBackupError::NotABackup));
        }
        let keys = Keys::derive(master_key, salt);
        if !bool::from(keys.check.ct_eq(check)) {
            return Err(invalid(SealedBackupError::WrongMasterKey));
        }
        let cipher = keys.cipher();
        let chunk = Zeroizing::new(Vec::new());
        Ok(Self { inner, cipher, counter: 0, ahead: Vec::new(), chunk, given: 0, is_over: false })
    }

    fn next_chunk(&mut self) -> Result<()> {
        let full = CHUNK_LEN + TAG_LEN;
        let wanted = full + 1 - self.ahead.len();
        (&mut self.inner).take(wanted as u64).read_to_end(&mut self.ahead)?;
        let is_last = self.ahead.len() <= full;
        let rest = if is_last { Vec::new() } else { self.ahead.split_off(full) };
        self.chunk = Zeroizing::new(std::mem::replace(&mut self.ahead, rest));
        let nonce = nonce(self.counter, is_last);
        self.counter += 1;
        let opened = self.cipher.open_in_place(nonce, Aad::from(MAGIC), &mut self.chunk);
        let len = opened.map_err(|_| invalid(SealedBackupError::Damaged))?.len();
        self.chunk.truncate(len);
        self.given = 0;
        self.is_over = is_last;
        Ok(())
    }
}

impl<R: Read> Read for SealedReader<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        while self.given == self.chunk.len() && !self.is_over {
            self.next_chunk()?;
        }
        let rest = self.chunk.get(self.given..).unwrap_or_default();
        let len = rest.len().min(into.len());
        into.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        self.given += len;
        Ok(len)
    }
}

struct Keys {
    cipher: Zeroizing<[u8; 32]>,
    check: Zeroizing<[u8; CHECK_LEN]>,
}

impl Keys {
    fn derive(master_key: &MasterKey, salt: &[u8]) -> Self {
        Self { cipher: master_key.backup_key("cipher", salt), check: master_key.backup_key("check", salt) }
    }

    fn cipher(&self) -> LessSafeKey {
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, self.cipher.as_slice()).expect("AES-256 takes 32 bytes"))
    }
}

fn nonce(counter: u64, is_last: bool) -> Nonce {
    let mut bytes = [0; NONCE_LEN];
    let (_, low) = bytes.split_at_mut(NONCE_LEN - 9);
    low.iter_mut().zip(counter.to_be_bytes().into_iter().chain([u8::from(is_last)])).for_each(|(to, from)| *to = from);
    Nonce::assume_unique_for_key(bytes)
}

fn invalid(error: SealedBackupError) -> Error {
    Error::new(ErrorKind::InvalidData, error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::random::SeededRandom;

    fn key(byte: u8) -> MasterKey {
        MasterKey::from_bytes(&[byte; 32])
    }

    fn sealed(plain: &[u8]) -> Vec<u8> {
        let mut writer = SealedWriter::begin(Vec::new(), &key(1), &SeededRandom::new(7)).unwrap();
        writer.write_all(plain).unwrap();
        writer.finish().unwrap()
    }

    fn opened(sealed: &[u8]) -> Result<Vec<u8>> {
        let mut plain = Vec::new();
        SealedReader::open(sealed, &key(1))?.read_to_end(&mut plain)?;
        Ok(plain)
    }

    fn refusal<T>(result: Result<T>) -> SealedBackupError {
        let error = result.err().and_then(Error::into_inner).unwrap();
        *error.downcast::<SealedBackupError>().unwrap()
    }

    #[test]
    fn what_was_written_is_read_whatever_its_length() {
        for len in [0, 1, CHUNK_LEN - 1, CHUNK_LEN, CHUNK_LEN + 1, 2 * CHUNK_LEN, 3 * CHUNK_LEN + 5] {
            let plain: Vec<u8> = (0..=250).cycle().take(len).collect();
            assert_eq!(opened(&sealed(&plain)).unwrap(), plain, "{len} bytes");
        }
    }

    /// F28: a wrong key and a cut file are told apart, and neither gives anything out.
    #[test]
    fn another_key_a_foreign_file_and_a_cut_one_are_named() {
        let whole = sealed(&vec![b'x'; 2 * CHUNK_LEN]);
        assert_eq!(
            refusal(SealedReader::open(whole.as_slice(), &key(2)).map(|_| ())),
            SealedBackupError::WrongMasterKey
        );
        assert_eq!(
            refusal(opened(b"PK\x03\x04 some archive that is long enough to be one")),
            SealedBackupError::NotABackup
        );
        assert_eq!(refusal(opened(&whole[..20])), SealedBackupError::NotABackup);
        for cut in [48, 49, 48 + CHUNK_LEN + TAG_LEN, whole.len() - 1] {
            assert_eq!(refusal(opened(&whole[..cut])), SealedBackupError::Damaged, "cut at {cut}");
        }
        assert_eq!(opened(&whole).unwrap().len(), 2 * CHUNK_LEN);
    }

    #[test]
    fn changed_moved_and_added_bytes_do_not_open() {
        let whole = sealed(&[vec![b'a'; CHUNK_LEN], vec![b'b'; CHUNK_LEN], vec![b'c'; 9]].concat());
        let chunk = CHUNK_LEN + TAG_LEN;
        let mut changed = whole.clone();
        changed[60] ^= 1;
        let mut swapped = whole.clone();
        let (first, second) = swapped[48..48 + 2 * chunk].split_at_mut(chunk);
        first.swap_with_slice(second);
        let longer = [whole.as_slice(), b"x"].concat();
        for broken in [changed, swapped, longer] {
            assert_eq!(refusal(opened(&broken)), SealedBackupError::Damaged);
        }
    }

    #[test]
    fn nothing_of_the_plain_text_is_seen() {
        let whole = sealed(&b"canary".repeat(1000));
        assert!(!whole.windows(6).any(|window| window == b"canary"));
    }
}
