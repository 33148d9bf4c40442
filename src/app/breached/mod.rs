//! Where else a chosen password is looked up, when the operator wants that: a file of their own, and a service that is told
//! five characters of a hash.

mod file;
mod range;

use std::sync::Arc;

use anyhow::Context as _;

use crate::config;
use crate::flows::BreachedPasswords;
use crate::outbound::{HttpClient, Reach};

use self::file::ListFile;
use self::range::RangeService;

/// The configured places.
pub(super) fn places(config: &config::Passwords, reach: &Reach) -> anyhow::Result<BreachedPasswords> {
    let mut places = BreachedPasswords { refuses_common: config.refuse_common, ..BreachedPasswords::default() };
    if let Some(path) = &config.breached_file {
        let list = ListFile::open(path).with_context(|| format!("passwords.breached_file {}", path.display()))?;
        places.elsewhere.push(Arc::new(list));
    }
    if let Some(url) = &config.range_url {
        places.elsewhere.push(Arc::new(RangeService::new(url.clone(), HttpClient::new(reach)?)));
    }
    Ok(places)
}
