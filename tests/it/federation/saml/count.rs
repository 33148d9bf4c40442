//! The promise: at least 120 forged messages, each of its own kind, and none is taken.

use std::collections::HashSet;

use super::{algorithms, conditions, encrypted, hostile_text, inheriting, logout, structure, wrapped};

#[test]
fn at_least_120_different_forgeries_are_tried() {
    let tables = [
        wrapped::forgeries(),
        structure::forgeries(),
        hostile_text::forgeries(),
        algorithms::forgeries(),
        conditions::forgeries(),
        encrypted::forgeries(),
        inheriting::forgeries(),
    ];
    let all: Vec<_> = tables.iter().flatten().collect();
    let (mut names, mut texts) = (HashSet::new(), HashSet::new());
    for forgery in &all {
        assert!(names.insert(forgery.name), "{} is there twice", forgery.name);
        assert!(texts.insert(&forgery.xml), "{} is the same as another", forgery.name);
    }
    assert!(all.len() + logout::COUNT >= 120, "only {}", all.len() + logout::COUNT);
}
