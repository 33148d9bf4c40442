//! What a theme and a logo may be, and what is refused.

use std::collections::BTreeMap;

use super::*;

fn theme(light: &[(&str, &str)], dark: &[(&str, &str)]) -> Theme {
    let map = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    Theme { tokens: map(light), dark_tokens: map(dark), ..Theme::default() }
}

#[test]
fn the_products_own_look_passes_its_own_check() {
    assert_eq!(Theme::default().check(), Ok(()));
    assert_eq!(Theme::default().css(), "");
}

#[test]
fn the_style_sheet_begins_with_the_same_tokens() {
    let sheet = include_str!("../../../static/vestibule.css");
    let (light, dark) = sheet.split_once("@media (prefers-color-scheme: dark)").expect("a dark scheme");
    for token in TOKENS {
        assert!(light.contains(&format!("--{}: {};", token.name, token.light)), "--{} in the light scheme", token.name);
        if token.kind == Kind::Color {
            let line = format!("--{}: {};", token.name, token.dark);
            assert!(dark.contains(&line), "--{} in the dark scheme", token.name);
        }
    }
}

#[test]
fn a_brand_is_written_for_both_schemes() {
    let brand = theme(
        &[
            ("accent", "#0b6e4f"),
            ("accent-strong", "rgb(8 84 60)"),
            ("radius", "4px"),
            ("font", "\"Inter\", sans-serif"),
        ],
        &[("accent", "hsl(160 60% 70%)")],
    );
    assert_eq!(brand.check(), Ok(()));
    let css = brand.css();
    assert!(css.starts_with(
        ":root{--accent:#0b6e4f;--accent-strong:rgb(8 84 60);--font:\"Inter\", sans-serif;--radius:4px;}"
    ));
    assert!(css.contains("@media (prefers-color-scheme:dark){:root{--accent-strong:#aebbff;}}"), "{css}");
    assert!(css.ends_with("@media (prefers-color-scheme:dark){:root{--accent:hsl(160 60% 70%);}}\n"), "{css}");
}

#[test]
fn nothing_but_plain_values_gets_in() {
    let hostile = [
        "url(http://evil.example/a.png)",
        "red;background:url(//evil.example)",
        "#fff}body{display:none",
        "expression(alert(1))",
        "</style><script>alert(1)</script>",
        "#fff/**/",
        "var(--x)",
        "rgb(1 2 3 / 50%)",
        "rgb(256 0 0)",
        "rgb(NaN 0 0)",
        "hsl(0 0% 0%",
        "#ééé",
        "\\75rl(x)",
        "@import 'x'",
        "",
    ];
    for value in hostile {
        for name in ["accent", "radius", "font"] {
            let bad = theme(&[(name, value)], &[]);
            assert!(matches!(bad.check().unwrap_err()[0], ThemeProblem::BadValue { .. }), "{name}: {value}");
            assert_eq!(bad.css(), "", "{name}: {value}");
        }
    }
    for value in ["1e9px", "-4px", "calc(1px)", "99999px", "61rem", "12", "inf", "NaNpx", "px"] {
        assert!(theme(&[("radius", value)], &[]).check().is_err(), "{value}");
    }
    for value in
        ["Inter", "\"Inter", "Inter\", sans-serif", "'Inter', sans-serif", "\"a\\\"b\", serif", "local(x), serif"]
    {
        assert!(theme(&[("font", value)], &[]).check().is_err(), "{value}");
    }
}

#[test]
fn unknown_names_and_dark_lengths_are_refused_by_name() {
    let problems = theme(&[("background", "#fff")], &[("radius", "4px")]).check().unwrap_err();
    assert_eq!(problems[0], ThemeProblem::UnknownToken("background".into()));
    assert_eq!(problems[1], ThemeProblem::NotAColor("radius".into()));
    assert!(problems[0].to_string().contains("accent-strong"), "the message tells what there is");
    assert_eq!(theme(&[("x:red;}body{a", "#fff")], &[]).css(), "");
}

#[test]
fn text_that_cannot_be_read_is_refused() {
    let problems = theme(&[("accent", "#ffe066"), ("accent-strong", "#ffd43b")], &[]).check().unwrap_err();
    let words = problems[0].to_string();
    assert!(words.contains("light") && words.contains("`accent` on `surface`") && words.contains("4.5:1"), "{words}");
    assert!(theme(&[], &[("field-line", "#16181e")]).check().unwrap_err()[0].to_string().contains("dark"));
}

#[test]
fn contrast_is_that_of_wcag() {
    let contrast = |one: &str, two: &str| Color::parse(one).unwrap().contrast(Color::parse(two).unwrap());
    assert!((contrast("#000", "#fff") - 21.0).abs() < 0.001);
    assert!((contrast("#777777", "#ffffff") - 4.478).abs() < 0.001);
    assert!((contrast("hsl(120 100% 25%)", "rgb(0, 127.5, 0)") - 1.0).abs() < 0.001);
}

fn png(tail: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend([0; 17]);
    bytes.extend(b"\0\0\0\0IEND\xae\x42\x60\x82");
    bytes.extend(tail);
    bytes
}

#[test]
fn a_logo_is_what_its_bytes_say_from_the_first_to_the_last() {
    assert_eq!(Logo::accept(png(b"")).map(|logo| logo.kind()), Ok(LogoKind::Png));
    assert_eq!(Logo::accept(png(b"<script>alert(1)</script>")), Err(LogoProblem::Damaged));
    let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xda\0\x02xy\xff\0z\xff\xd9";
    assert_eq!(Logo::accept(jpeg.to_vec()).map(|logo| logo.kind()), Ok(LogoKind::Jpeg));
    assert_eq!(Logo::accept([jpeg.as_slice(), b"PK\x03\x04"].concat()), Err(LogoProblem::Damaged));
    assert_eq!(Logo::accept(jpeg[..12].to_vec()), Err(LogoProblem::Damaged));
    let webp = b"RIFF\x0c\0\0\0WEBPVP8 \0\0\0\0";
    assert_eq!(Logo::accept(webp.to_vec()).map(|logo| logo.kind()), Ok(LogoKind::WebP));
    assert_eq!(Logo::accept([webp.as_slice(), b"x"].concat()), Err(LogoProblem::Damaged));
}

#[test]
fn documents_and_large_files_are_no_logos() {
    for document in
        ["<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "<?xml version='1.0'?><svg/>", "GIF89a", ""]
    {
        assert_eq!(Logo::accept(document.into()), Err(LogoProblem::UnknownFormat), "{document}");
    }
    assert_eq!(Logo::accept(vec![0; 200 * 1024 + 1]), Err(LogoProblem::TooLarge));
}
