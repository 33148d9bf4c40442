//! Every path of the public listener, as the router has it.

use crate::{demo, web};

/// The paths that exist at the root and below a pool.
pub fn everywhere() -> Vec<&'static str> {
    let mounts = web::oidc::DOCUMENTS
        .iter()
        .chain(&web::oidc::FOR_PROGRAMS)
        .chain(&web::oidc::ENDPOINTS)
        .chain(&web::hosted::FORMS)
        .chain(&web::hosted::ANSWERS);
    let mounts = mounts.chain(&web::hosted::NOTICES);
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
