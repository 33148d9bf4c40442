//! What is mounted where. Every path of the doors stands in a list of these, from which the router is made and which the
//! tests walk: a new path is guarded as the others are, or a test fails.

use actix_web::Resource;
use actix_web::guard::fn_guard;
use actix_web::web::{self, ServiceConfig};

use super::extract::is_at_root;

/// A path and what answers there.
#[derive(Clone, Copy, Debug)]
pub struct Mount {
    /// The path, with its variable parts in braces.
    pub path: &'static str,
    answers: fn(Resource) -> Resource,
}

impl Mount {
    /// `answers` gives the resource at `path` its methods.
    pub(in crate::web) const fn new(path: &'static str, answers: fn(Resource) -> Resource) -> Self {
        Self { path, answers }
    }

    /// Mounts all of a list at the root, and below no pool.
    pub(in crate::web) fn all_at_root(mounts: &[Self], config: &mut ServiceConfig) {
        for Self { path, answers } in mounts {
            config.service(answers(web::resource(*path).guard(fn_guard(is_at_root))));
        }
    }

    /// Mounts all of a list, at the root and below every pool.
    pub(in crate::web) fn all(mounts: &[Self], config: &mut ServiceConfig) {
        for Self { path, answers } in mounts {
            config.service(answers(web::resource(*path)));
        }
    }
}
