//! The reference page of every setting, written from the declarations themselves.

use std::fmt::Write as _;

use super::{
    SECTIONS,
    key::{Key, Shape},
};

const INTRODUCTION: &str = "\
# Configuration

<!-- Generated from src/config; `make reference` writes it, a test compares it. -->

Settings come from three layers; a later one wins: built-in defaults, the TOML file named by `--config FILE`, the
environment. In the file a setting is a key of its section's table; in the environment it has the one name given below.
Lists are arrays in the file and comma-separated in the environment. An empty variable counts as unset.

A name that is not on this page stops the start, in the file as in the environment, and so does a value that is not
allowed. `vestibule config check` reads everything as `vestibule serve` would, and says all that is wrong at once.

On Kubernetes, a Service called `vestibule` puts variables with our prefix into the pods of its namespace; set
`enableServiceLinks: false` there.
";

/// The text of `docs/reference/configuration.md`.
#[must_use]
pub fn reference() -> String {
    let mut page = INTRODUCTION.to_owned();
    for section in SECTIONS {
        let _ = write!(page, "\n## `[{}]`\n\n{}\n", section.name, paragraph(section.doc));
        for key in section.keys {
            entry(&mut page, key);
        }
    }
    page
}

fn entry(page: &mut String, key: &Key) {
    let shape = match key.shape {
        Shape::Text => "text",
        Shape::Number => "number",
        Shape::List => "list",
        Shape::Secret => "secret text",
    };
    let default = (key.default)().map_or_else(|| "unset".to_owned(), |value| format!("`{value}`"));
    let _ = write!(
        page,
        "\n### `{}`\n\n`{}` · {shape} · default: {default}\n\n{}\n",
        key.path,
        key.env,
        paragraph(key.doc)
    );
}

fn paragraph(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n")
}
