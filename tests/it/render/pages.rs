//! What every page holds to, whatever its state: no inline code, every input labelled, nothing unescaped.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::markup::{Tag, tags};
use super::{english, mails, pages};

/// How the scripts begin that pages have: where a passkey is asked for, and where a form goes on by itself.
const OWN_SCRIPTS: [&str; 2] = ["<script src=\"/static/passkeys-", "<script src=\"/static/going_on-"];
/// The one page whose form goes elsewhere: to an upstream provider, which must learn no value of ours.
const DEPARTURE: &str = "pages/departure.html";

fn each_page(check: impl Fn(&str, &str, &[Tag])) {
    let translator = english();
    for sample in pages() {
        let place = format!("{} in state {}", sample.template, sample.state);
        let page = sample.render(&translator).expect("a sample can be written");
        check(&place, &page, &tags(&page));
    }
}

#[test]
fn pages_have_a_language_a_direction_and_a_title() {
    each_page(|place, page, tags| {
        let html = tags.iter().find(|tag| tag.name == "html").expect("<html>");
        assert!(["en", "ar"].contains(&html.get("lang").unwrap()), "{place}");
        assert!(["ltr", "rtl"].contains(&html.get("dir").unwrap()), "{place}");
        assert!(page.starts_with("<!doctype html>"), "{place}");
        assert!(!page.contains("<title> ·"), "{place}");
        assert_eq!(tags.iter().filter(|tag| tag.name == "h1").count(), 1, "{place}: one heading");
        assert_eq!(tags.iter().filter(|tag| tag.name == "main").count(), 1, "{place}: one main part");
    });
}

#[test]
fn pages_carry_no_inline_code_and_load_only_our_own_files() {
    each_page(|place, _, tags| {
        for tag in tags {
            assert!(!["style", "iframe", "object", "embed", "base"].contains(&tag.name.as_str()), "{place}: {tag:?}");
            if tag.name == "script" {
                assert!(tag.get("src").unwrap().starts_with("/static/") && tag.has("defer"), "{place}: {tag:?}");
            }
            let inline =
                |name: &str| name == "style" || name == "srcset" || name.starts_with("on") || name == "formaction";
            assert!(!tag.attributes.iter().any(|(name, _)| inline(name)), "{place}: {tag:?}");
            if tag.name == "link" {
                assert!(tag.get("href").unwrap().starts_with("/static/"), "{place}: {tag:?}");
            }
            let target = tag.get("href").unwrap_or_default();
            assert!(!target.starts_with("javascript:") && !target.starts_with("data:"), "{place}: {tag:?}");
        }
    });
}

#[test]
fn nothing_hostile_reaches_a_page_as_markup() {
    each_page(|place, page, tags| {
        let has = |attribute: &str| tags.iter().any(|tag| tag.has(attribute));
        let wanted = [has("data-passkey"), has("data-going-on")].map(usize::from);
        assert_eq!(OWN_SCRIPTS.map(|script| page.matches(script).count()), wanted, "{place}: where each is needed");
        assert_eq!(page.matches("<script").count(), wanted.iter().sum::<usize>(), "{place}");
        let names: BTreeSet<&str> = tags.iter().map(|tag| tag.name.as_str()).collect();
        assert!(!names.contains("img") || page.contains("class=\"logo\""), "{place}");
        if place.ends_with("hostile") {
            assert!(page.contains("&#60;script&#62;"), "{place}: the payload is shown as text");
            assert!(page.contains("{{7*7}}"), "{place}: and is not evaluated");
        }
    });
}

#[test]
fn every_input_has_a_name_a_label_and_tells_what_may_be_filled_in() {
    each_page(|place, page, tags| {
        let labels: BTreeSet<&str> =
            tags.iter().filter(|tag| tag.name == "label").filter_map(|tag| tag.get("for")).collect();
        for label in &labels {
            assert!(!page.contains(&format!("<label for=\"{label}\"></label>")), "{place}: an empty label");
        }
        for input in tags.iter().filter(|tag| tag.name == "input") {
            assert!(input.has("name"), "{place}: {input:?}");
            if input.get("type") == Some("hidden") {
                continue;
            }
            assert!(input.has("autocomplete"), "{place}: {input:?}");
            let is_labelled = input.get("id").is_some_and(|id| labels.contains(id)) || input.has("aria-label");
            assert!(is_labelled, "{place}: {input:?}");
            if let Some(notes) = input.get("aria-describedby") {
                assert!(tags.iter().any(|tag| tag.get("id") == Some(notes)), "{place}: {input:?}");
            }
            if ["password", "code"].contains(&input.get("type").unwrap()) || input.get("name") == Some("code") {
                assert!(!input.has("value"), "{place}: a secret is written into the page");
            }
        }
        let ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{place}: ids are unique");
        assert!(tags.iter().filter(|tag| tag.has("autofocus")).count() <= 1, "{place}: one cursor");
    });
}

/// Case 232: a password manager knows what it is asked for, nobody looks over a shoulder, and nothing hinders pasting.
#[test]
fn passwords_are_hidden_and_left_to_password_managers() {
    let found = RefCell::new(BTreeSet::new());
    each_page(|place, page, tags| {
        for input in tags.iter().filter(|tag| tag.name == "input") {
            let name = input.get("name").unwrap_or_default();
            if !["password", "new_password"].contains(&name) {
                assert_ne!(input.get("type"), Some("password"), "{place}: {input:?}");
                continue;
            }
            assert_eq!(input.get("type"), Some("password"), "{place}: {input:?}");
            let is_new = name == "new_password" || place.starts_with("pages/signup");
            let expected = if is_new { "new-password" } else { "current-password" };
            assert_eq!(input.get("autocomplete"), Some(expected), "{place}: {input:?}");
            found.borrow_mut().insert(name.to_owned());
        }
        assert!(!page.contains("onpaste") && !page.contains("oncopy"), "{place}");
    });
    assert_eq!(found.into_inner().len(), 2);
}

#[test]
fn every_form_posts_to_a_path_of_ours_with_its_token() {
    each_page(|place, page, tags| {
        let forms: Vec<_> = tags.iter().filter(|tag| tag.name == "form").collect();
        if place.starts_with(DEPARTURE) {
            assert!(!page.contains("_csrf"), "{place}");
            return;
        }
        for form in &forms {
            assert_eq!(form.get("method"), Some("post"), "{place}");
            assert!(form.get("action").unwrap().starts_with('/'), "{place}: {form:?}");
        }
        assert_eq!(page.matches("name=\"_csrf\"").count(), forms.len(), "{place}: one token in each form");
        let names = ["username", "password", "new_password", "code", "_csrf"];
        if place.starts_with("pages/login.html") && page.contains("type=\"password\"") {
            for name in [names[0], names[1], names[4]] {
                assert!(page.contains(&format!("name=\"{name}\"")), "{place}: {name}");
            }
        }
    });
}

#[test]
fn a_problem_stands_above_the_form_and_at_its_field() {
    let translator = english();
    let wrong =
        pages().into_iter().find(|sample| sample.template == "pages/signup.html" && sample.state == "wrong").unwrap();
    let page = wrong.render(&translator).unwrap();
    let words = "Use at least 12 characters.";
    let (above, form) = page.split_once("<form").unwrap();
    assert!(above.contains("role=\"alert\"") && above.contains(&format!("<a href=\"#password\">{words}</a>")));
    assert!(form.contains(&format!("<p class=\"problem\">{words}</p>")));
    let password = tags(&page).into_iter().find(|tag| tag.get("id") == Some("password")).unwrap();
    assert_eq!(password.get("aria-invalid"), Some("true"));
    assert!(page.contains("<title>Problem: "));
    let plain =
        pages().into_iter().find(|sample| sample.template == "pages/signup.html" && sample.state == "plain").unwrap();
    assert!(!plain.render(&translator).unwrap().contains("aria-invalid"));
}

#[test]
fn mails_load_nothing_and_run_nothing() {
    let translator = english();
    for sample in mails().into_iter().filter(|sample| sample.template.rsplit('.').next() == Some("html")) {
        let mail = sample.render(&translator).unwrap();
        for tag in tags(&mail.replace("</style>", "").replace("<style>", "<!--").replace("</head>", "-->")) {
            assert!(
                !["script", "img", "form", "link", "iframe"].contains(&tag.name.as_str()),
                "{}: {tag:?}",
                sample.template
            );
            assert!(!tag.attributes.iter().any(|(name, _)| name.starts_with("on")), "{}: {tag:?}", sample.template);
        }
    }
}
