//! The key outside the database under which everything inside it is sealed: `[keys]`.
//!
//! Reads it from the configuration or a file; `vestibule dev` makes one at its first start. Knows nothing of what is
//! sealed with it.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::Path,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret as _, SecretBox};
use zeroize::{Zeroize as _, Zeroizing};

use super::{Rules, key::section, problem::Problems};
use crate::domain::{
    random::{self, Random},
    secret::Secret,
};

section! {
    /// The key under which everything secret in the database is sealed.
    struct MasterKeys in "keys" {
        /// 32 random bytes in base64, for example from `openssl rand -base64 32`. Keep a copy apart from the database:
        /// without it a backup cannot be used. `vestibule dev` makes one at its first start, in
        /// `./data/master.key`; everything else refuses to start without one.
        ("keys.master_key", "VESTIBULE_MASTER_KEY")
        master_key: Option<Secret> = None;
        /// A file that holds the master key, instead of the key itself.
        ("keys.master_key_file", "VESTIBULE_MASTER_KEY_FILE")
        master_key_file: Option<String> = None;
        /// While the master key is being exchanged: the one before it. The server opens the database with either;
        /// `vestibule keys rotate-master` wraps what this one wrapped anew under the master key. Remove it afterwards.
        ("keys.previous_master_key", "VESTIBULE_PREVIOUS_MASTER_KEY")
        previous_master_key: Option<Secret> = None;
        /// A file that holds the previous master key, instead of the key itself.
        ("keys.previous_master_key_file", "VESTIBULE_PREVIOUS_MASTER_KEY_FILE")
        previous_master_key_file: Option<String> = None;
    }
}

/// The master key: not printed by `Debug`, erased when dropped.
pub type MasterKey = SecretBox<[u8; 32]>;

const FORM: &str = "must be 32 bytes in base64 (44 characters)";

/// Where a key may be found when none is configured.
pub(super) struct Place<'a> {
    pub(super) rules: Rules,
    /// Where `vestibule dev` keeps the key that it makes.
    pub(super) development_key: &'a Path,
    /// The development key belongs to the development database: no command uses it on another.
    pub(super) uses_default_database: bool,
}

/// Finds the master key; `None` when a problem was added.
pub(super) fn read(
    keys: &MasterKeys,
    place: &Place<'_>,
    random: &dyn Random,
    problems: &mut Problems,
) -> Option<MasterKey> {
    let Place { rules, development_key, uses_default_database } = *place;
    match (&keys.master_key, &keys.master_key_file) {
        (Some(_), Some(_)) => {
            problems.add("keys.master_key", "must not be set together with keys.master_key_file");
            None
        }
        (Some(text), None) => {
            let key = decode(text.expose_secret());
            if key.is_none() {
                problems.add("keys.master_key", FORM);
            }
            key
        }
        (None, Some(path)) => from_file(Path::new(path), "keys.master_key_file", problems),
        (None, None) if rules == Rules::Dev => development(development_key, random, problems),
        (None, None) if rules == Rules::Operate && uses_default_database && development_key.exists() => {
            from_file(development_key, "keys.master_key", problems)
        }
        (None, None) => {
            problems.add("keys.master_key", format!("is missing: {FORM}, or name a file in keys.master_key_file"));
            None
        }
    }
}

/// Finds the previous master key; `None` where none is configured, and when a problem was added.
pub(super) fn read_previous(keys: &MasterKeys, problems: &mut Problems) -> Option<MasterKey> {
    const NAME: &str = "keys.previous_master_key";
    match (&keys.previous_master_key, &keys.previous_master_key_file) {
        (Some(_), Some(_)) => {
            problems.add(NAME, "must not be set together with keys.previous_master_key_file");
            None
        }
        (Some(text), None) => {
            let key = decode(text.expose_secret());
            if key.is_none() {
                problems.add(NAME, FORM);
            }
            key
        }
        (None, Some(path)) => from_file(Path::new(path), "keys.previous_master_key_file", problems),
        (None, None) => None,
    }
}

fn decode(text: &str) -> Option<MasterKey> {
    let bytes = Zeroizing::new(STANDARD.decode(text.trim()).ok()?);
    let mut key = <[u8; 32]>::try_from(bytes.as_slice()).ok()?;
    // a key of equal bytes is a placeholder that someone forgot to replace
    let key_is_placeholder = key.iter().all(|byte| *byte == key[0]);
    let boxed = (!key_is_placeholder).then(|| SecretBox::new(Box::new(key)));
    key.zeroize();
    boxed
}

fn from_file(path: &Path, key_path: &str, problems: &mut Problems) -> Option<MasterKey> {
    let text = match fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) => {
            problems.add(key_path, format!("cannot read {}: {error}", path.display()));
            return None;
        }
    };
    let key = decode(&text);
    if key.is_none() {
        problems.add(key_path, format!("{} {FORM}", path.display()));
    }
    key
}

/// The development key, made at the first start.
fn development(path: &Path, random: &dyn Random, problems: &mut Problems) -> Option<MasterKey> {
    if let Err(error) = make_once(path, random) {
        problems.add("keys.master_key", format!("cannot make {}: {error}", path.display()));
        return None;
    }
    from_file(path, "keys.master_key", problems)
}

/// Writes a fresh key, readable by its owner alone, unless there is one. A link makes it appear whole or not at all, so
/// that two first starts at once end up with the same key.
fn make_once(path: &Path, random: &dyn Random) -> io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let draft = path.with_extension(format!("draft-{}", hex::encode(random::bytes::<8>(random))));
    let key = Zeroizing::new(random::bytes::<32>(random));
    let text = Zeroizing::new(STANDARD.encode(key.as_slice()) + "\n");
    let written = write_private(&draft, text.as_bytes()).and_then(|()| match fs::hard_link(&draft, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    });
    // the draft holds the key too: it must go, whatever happened
    let removed = fs::remove_file(&draft);
    written.and(removed)
}

fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}
