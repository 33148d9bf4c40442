//! Where settings come from: a TOML file, then the environment, both checked against the known keys.
//!
//! The environment is handed in as a list, so that every rule can be tested without touching the process; only
//! [`Sources::process`] reads the real one.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use figment::{
    Figment, Metadata, Profile, Provider,
    providers::{Format as _, Toml},
    value::{Dict, Map, Value},
};

use super::{
    Layers,
    key::{Key, Shape},
    problem::Problems,
};

/// Every variable of ours begins with this.
const PREFIX: &str = "VESTIBULE_";

/// What a configuration is read from.
#[derive(Clone, Debug)]
pub struct Sources {
    /// The file named by `--config`.
    pub file: Option<PathBuf>,
    /// The environment, names and values.
    pub environment: Vec<(OsString, OsString)>,
    /// Where `vestibule dev` keeps the key that it makes.
    pub data_folder: PathBuf,
}

impl Sources {
    /// The file that the command line names, and this process's environment.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
    pub fn process(file: Option<PathBuf>) -> Self {
        Self { file, environment: std::env::vars_os().collect(), data_folder: PathBuf::from("data") }
    }
}

/// Reads both layers over the defaults. Unknown and malformed settings become problems.
pub(super) fn read(sources: &Sources, problems: &mut Problems) -> Option<Layers> {
    let mut figment = Figment::new();
    if let Some(path) = &sources.file {
        figment = figment.merge(Layer(file(path, problems)?));
    }
    let figment = figment.merge(Layer(environment(&sources.environment, problems)));
    match figment.extract::<Layers>() {
        Ok(keys) => Some(keys),
        Err(errors) => {
            for error in errors {
                let path = error.path.join(".");
                let message = match super::keys().find(|key| key.path == path) {
                    Some(key) => expectation(key.shape).to_owned(),
                    None => "must be a table of known keys".to_owned(),
                };
                problems.add(&path, message);
            }
            None
        }
    }
}

/// Never repeats what was found: it may be a secret.
const fn expectation(shape: Shape) -> &'static str {
    match shape {
        Shape::Text | Shape::Secret => "must be text, in quotes in the file",
        Shape::Number => "must be a whole number",
        Shape::List => "must be a list of texts: [\"a\", \"b\"] in the file, a,b in the environment",
    }
}

struct Layer(Dict);

impl Provider for Layer {
    fn metadata(&self) -> Metadata {
        Metadata::named("settings")
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(Profile::Default.collect(self.0.clone()))
    }
}

fn file(path: &Path, problems: &mut Problems) -> Option<Dict> {
    let name = path.display().to_string();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            problems.add(&name, format!("cannot be read: {error}"));
            return None;
        }
    };
    let dict = match Toml::string(&text).data() {
        Ok(mut profiles) => profiles.remove(&Profile::Default).unwrap_or_default(),
        Err(error) => {
            // the parser quotes the offending line, which may hold a secret: keep where and why
            let report = error.to_string();
            let lines: Vec<&str> = report.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            let (first, last) = (lines.first().copied().unwrap_or_default(), lines.last().copied().unwrap_or_default());
            problems.add(&name, format!("is not valid TOML: {first}: {last}"));
            return None;
        }
    };
    check_names(&dict, problems);
    Some(dict)
}

/// Refuses every name in the file that no section knows.
fn check_names(dict: &Dict, problems: &mut Problems) {
    for (table, value) in dict {
        let has_section = super::SECTIONS.iter().any(|section| section.name == table);
        let Value::Dict(_, entries) = value else {
            if !has_section {
                unknown(table, &paths(), problems);
            }
            continue;
        };
        if !has_section {
            unknown(table, &super::SECTIONS.iter().map(|section| section.name).collect::<Vec<_>>(), problems);
            continue;
        }
        for name in entries.keys() {
            let path = format!("{table}.{name}");
            if !super::keys().any(|key| key.path == path) {
                unknown(&path, &paths(), problems);
            }
        }
    }
}

fn paths() -> Vec<&'static str> {
    super::keys().map(|key| key.path).collect()
}

fn environment(variables: &[(OsString, OsString)], problems: &mut Problems) -> Dict {
    let mut dict = Dict::new();
    for (name, value) in variables {
        let name = name.to_string_lossy();
        if !name.starts_with(PREFIX) {
            continue;
        }
        let Some(value) = value.to_str() else {
            problems.add(&name, "must be UTF-8");
            continue;
        };
        if let Some(key) = super::keys().find(|key| key.env == name) {
            // compose files pass unset variables on as empty ones
            if !value.is_empty() {
                insert(&mut dict, key, value, problems);
            }
        } else {
            let known: Vec<&str> = super::keys().map(|key| key.env).collect();
            unknown(&name, &known, problems);
        }
    }
    dict
}

fn insert(dict: &mut Dict, key: &Key, text: &str, problems: &mut Problems) {
    let value = match key.shape {
        Shape::Text | Shape::Secret => Value::from(text),
        Shape::List => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Value::from(items.collect::<Vec<_>>())
        }
        Shape::Number => match text.trim().parse::<u64>() {
            Ok(number) => Value::from(number),
            Err(_) => return problems.add(key.path, expectation(key.shape)),
        },
    };
    let Some((table, name)) = key.path.split_once('.') else { return };
    let entry = dict.entry(table.to_owned()).or_insert_with(|| Value::from(Dict::new()));
    if let Value::Dict(_, entries) = entry {
        entries.insert(name.to_owned(), value);
    }
}

fn unknown(name: &str, known: &[&str], problems: &mut Problems) {
    let nearest = known.iter().min_by_key(|candidate| distance(name, candidate));
    let mut message = match nearest {
        Some(nearest) => format!("is not a known setting; the nearest known name is {nearest}"),
        None => "is not a known setting".to_owned(),
    };
    if name.starts_with("VESTIBULE_SERVICE_") || name == "VESTIBULE_PORT" || name.starts_with("VESTIBULE_PORT_") {
        message.push_str(" (Kubernetes sets it for a Service called vestibule: set enableServiceLinks: false)");
    }
    problems.add(name, message);
}

/// Edits between two names. A key without its table is one step away from itself.
fn distance(name: &str, candidate: &str) -> usize {
    let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
    let in_full = strsim::damerau_levenshtein(name, candidate);
    in_full.min(strsim::damerau_levenshtein(&last(name), &last(candidate)) + 1)
}
