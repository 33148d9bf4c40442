//! What a mail says, and what nobody can make it say.

use super::*;
use crate::render::Catalog;

fn english() -> Translator {
    Catalog::embedded().unwrap().translator("en", &[])
}

#[test]
fn a_code_mail_says_what_happened_and_how_long_the_code_lives() {
    let translator = english();
    let letter = Letter::new(&translator, "Northwind", "ada@example.com").with_code("391204", Lifetime::from_secs(600));
    let mail = compose(Event::SignUp, &letter, &translator).unwrap();
    assert_eq!(mail.subject, "391204 is your Northwind code");
    for part in [&mail.text, &mail.html] {
        assert!(part.contains("391204") && part.contains("10 minutes"), "{part}");
    }
    assert!(!mail.text.contains('<') && !mail.text.contains("&#"), "{}", mail.text);
}

#[test]
fn no_name_continues_a_header_or_the_text() {
    let translator = english();
    for line_break in ["\r\n", "\n", "\r", "\u{2028}", "\u{85}", "\0"] {
        let evil = format!("Ada{line_break}Bcc: eve@evil.example{line_break}{line_break}Your account is blocked");
        let letter = Letter::new(&translator, &evil, &evil).with_code("1", Lifetime::Days(7));
        for event in Event::ALL {
            let mail = compose(*event, &letter, &translator).unwrap();
            assert!(!mail.subject.chars().any(char::is_control), "{:?}", mail.subject);
            assert!(!mail.text.lines().any(|line| line.starts_with("Bcc:") || line.starts_with("Your account is")));
        }
    }
}

#[test]
fn nothing_in_a_letter_is_markup_or_evaluated() {
    let translator = english();
    let evil = "<img src=x onerror=alert(1)>{{7*7}}{####}";
    let letter =
        Letter::new(&translator, evil, evil).with_code(evil, Lifetime::Hours(1)).with_sign_in("https://a/?b=\"><x>");
    for event in Event::ALL {
        let mail = compose(*event, &letter, &translator).unwrap();
        assert!(!mail.html.contains("<img") && !mail.html.contains("<x>"), "{}", mail.html);
        assert!(!mail.html.contains("49") && !mail.subject.contains("49"));
    }
}

#[test]
fn a_pools_own_text_is_plain_substitution() {
    let custom = CustomText {
        subject: "Hi {username}: {####}",
        message: "<p>Hello {username},</p><p>your code is <b>{####}</b> &amp; {{ other }} {unknown}</p>",
    };
    let mail = compose_custom(custom, "391204", "<b>{####}</b>\r\nBcc: x");
    assert_eq!(mail.subject, "Hi <b>{####}</b>  Bcc: x: 391204");
    assert!(
        mail.html.contains("<b>391204</b>") && mail.html.contains("&#60;b&#62;{####}&#60;/b&#62;"),
        "{}",
        mail.html
    );
    assert!(mail.html.contains("{{ other }} {unknown}"));
    assert_eq!(mail.text, "Hello <b>{####}</b>  Bcc: x,\n\nyour code is 391204 & {{ other }} {unknown}");
}

#[test]
fn lifetimes_use_the_unit_people_would() {
    assert_eq!(Lifetime::from_secs(600), Lifetime::Minutes(10));
    assert_eq!(Lifetime::from_secs(3600), Lifetime::Hours(1));
    assert_eq!(Lifetime::from_secs(7 * 86_400), Lifetime::Days(7));
    assert_eq!(Lifetime::from_secs(0), Lifetime::Minutes(1));
    assert_eq!(Lifetime::from_secs(5400), Lifetime::Minutes(90));
}
