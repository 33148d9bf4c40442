//! Holds the source to the shape that `docs/ARCHITECTURE.md` describes: who may import whom, which library is confined
//! where, how long a file may be, and how it begins.

mod rules;
mod source;

use std::{
    fs,
    path::{Path, PathBuf},
};

use source::Source;

/// All Rust files below the folders, with paths relative to the repository.
fn sources(folders: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in folders {
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        Source::new(&name, &fs::read_to_string(path).unwrap())
    };
    files.iter().map(read).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && name != "node_modules" && !name.starts_with('.') {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn assert_none(violations: &[String]) {
    assert!(violations.is_empty(), "{} violations:\n{}", violations.len(), violations.join("\n"));
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let sources = sources(&["src"]);
    assert!(sources.len() > 30, "the source was not found");
    assert_none(&sources.iter().flat_map(rules::imports).collect::<Vec<_>>());
}

#[test]
fn doors_and_flows_keep_their_internals() {
    assert_none(&sources(&["src"]).iter().flat_map(rules::neighbours).collect::<Vec<_>>());
}

#[test]
fn libraries_stay_where_they_belong() {
    assert_none(&sources(&["src"]).iter().flat_map(rules::confined).collect::<Vec<_>>());
}

#[test]
fn files_are_short_begin_with_their_purpose_and_have_honest_names() {
    assert_none(&sources(&["src", "tests", "migrations/src"]).iter().flat_map(rules::form).collect::<Vec<_>>());
}

#[test]
fn every_path_is_mounted_from_a_list() {
    assert_none(&sources(&["src"]).iter().flat_map(rules::mounted).collect::<Vec<_>>());
}
