//! Every path of the public listener, as the router has it.

use crate::{demo, web};

/// The paths that exist at the root and below a pool.
pub fn everywhere() -> Vec<&'static str> {
    let mounts = web::oidc::DOCUMENTS
        .iter()
        .chain(&web::oidc::FOR_PROGRAMS)
        .chain(&web::oidc::ENDPOINTS)
        .chain(&web::hosted::FORMS)
        .chain(&web::hosted::ANSWERS)
        .chain(&web::hosted::NOTICES)
        .chain(&web::hosted::ARRIVALS)
        .chain(&web::hosted::LEAVES)
        .chain(&web::hosted::METADATA);
    let of_account = web::hosted::account::FORMS.iter().chain(&web::hosted::account::NOTICES);
    mounts.chain(of_account).map(|mount| mount.path).collect()
}

/// The paths that exist at the root only.
pub fn at_root() -> Vec<&'static str> {
    let mounts = web::oidc::AT_ROOT.iter().chain(&web::hosted::FILES);
    mounts.map(|mount| mount.path).chain([web::aws::PATH]).collect()
}

/// The paths that `vestibule dev` adds.
pub fn of_dev() -> Vec<String> {
    let pages = web::hosted::dev::PAGES.iter().map(|mount| mount.path.to_owned());
    pages.chain(demo::PAGES.iter().map(|(path, _)| format!("/demo{path}"))).collect()
}

/// The paths that take a form of the pages.
pub fn of_forms() -> Vec<&'static str> {
    web::hosted::FORMS
        .iter()
        .chain(&web::hosted::ANSWERS)
        .chain(&web::hosted::account::FORMS)
        .map(|mount| mount.path)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::pool::PoolId;

    /// What a path begins with is asked before the path is looked for.
    #[test]
    fn no_path_begins_with_what_reads_as_a_pool() {
        let paths = everywhere().into_iter().chain(at_root()).map(str::to_owned).chain(of_dev());
        for path in paths {
            let first = path.split('/').nth(1).unwrap_or_default();
            assert_eq!(PoolId::parse(first), None, "{path}");
        }
    }
}
