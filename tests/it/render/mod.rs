//! Every page and every mail in every state: what a shipped template must hold to.

mod both_engines;
mod catalog;
mod languages;
mod markup;
mod pages;

use vestibule::i18n::{Catalog, Translator};
use vestibule::render::Sample;

fn english() -> Translator {
    Catalog::embedded().expect("the catalogs inside the binary are whole").translator("en", &[])
}

fn pages() -> Vec<Sample> {
    let own = vestibule::web::hosted::samples().into_iter();
    own.chain(vestibule::demo::samples()).chain(vestibule::simulator::samples()).collect()
}

fn mails() -> Vec<Sample> {
    vestibule::messaging::mail::samples().into_iter().chain(vestibule::messaging::sms::samples()).collect()
}

/// All template files below `templates/`, by the name the engines know them by.
fn template_files() -> Vec<(String, String)> {
    fn walk(folder: &std::path::Path, files: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).expect("templates/ can be read") {
            let path = entry.expect("an entry of templates/").path();
            if path.is_dir() {
                walk(&path, files);
            } else {
                let name = path.strip_prefix(root()).expect("below templates/").to_string_lossy().into_owned();
                files.push((name, std::fs::read_to_string(&path).expect("templates are UTF-8")));
            }
        }
    }
    fn root() -> std::path::PathBuf {
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates")
    }
    let mut files = Vec::new();
    walk(&root(), &mut files);
    files
}
