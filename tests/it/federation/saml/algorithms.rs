//! Algorithms, transforms, references and keys: signatures that some library would take.

use vestibule::federation::saml::Refusal::{
    self, BadSignature, Canonicalisation, DigestAlgorithm, Malformed, SignatureAlgorithm, Transforms,
};

use super::provider::{Forgery, Parts, Pool, VICTIM, all_refused, forgery};
use super::signer::{
    ATTACKER, CURVE, DS, ENVELOPED, EXC, MARK, Manner, PROVIDER, SHA256_URI, Signs as _, key_info, method,
};

fn signed(manner: &Manner) -> String {
    Parts::of(VICTIM).assertion_signed_as(&PROVIDER, manner)
}

fn algorithm(uri: &str) -> String {
    signed(&Manner { algorithm: uri.to_owned(), ..Manner::default() })
}

fn digest(uri: &str) -> String {
    signed(&Manner { digest: uri.to_owned(), ..Manner::default() })
}

fn transforms(transforms: String) -> String {
    signed(&Manner { transforms, ..Manner::default() })
}

fn uri(uri: &str) -> String {
    signed(&Manner { uri: Some(uri.to_owned()), ..Manner::default() })
}

fn by_attacker(key_info: String) -> String {
    Parts::of(VICTIM).assertion_signed_as(&ATTACKER, &Manner { key_info, ..Manner::default() })
}

fn canonicalisation(canonicalisation: String) -> String {
    signed(&Manner { canonicalisation, ..Manner::default() })
}

/// HMAC with the provider's certificate as the secret: everybody has it.
fn hmac_with_the_certificate() -> String {
    let manner =
        Manner { algorithm: "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256".to_owned(), ..Manner::default() };
    signed(&Manner { value: Some(vec![7; 32]), ..manner })
}

fn inclusive(list: &str) -> String {
    format!(
        r#"<ds:Transform Algorithm="{EXC}"><ec:InclusiveNamespaces xmlns:ec="{EXC}" PrefixList="{list}"></ec:InclusiveNamespaces></ds:Transform>"#
    )
}

pub(super) fn forgeries() -> Vec<Forgery> {
    let enveloped = method("Transform", ENVELOPED);
    let exclusive = method("Transform", EXC);
    let honest = Parts::of(VICTIM).assertion_signed();
    let xslt = r#"<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"><x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform" version="1.0"></x:stylesheet></ds:Transform>"#;
    let xpath = r#"<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>not(ancestor-or-self::*[local-name()='NameID'])</ds:XPath></ds:Transform>"#;
    let reference = format!(
        r##"<ds:Reference URI="#_a1"><ds:Transforms>{enveloped}{exclusive}</ds:Transforms>{}<ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>"##,
        method("DigestMethod", SHA256_URI)
    );
    let many = (0..17).map(|n| format!("p{n}")).collect::<Vec<_>>().join(" ");
    let key_value = "<ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue></ds:KeyInfo>";
    vec![
        forgery("RSA with SHA-1", algorithm(&format!("{DS}rsa-sha1")), SignatureAlgorithm),
        forgery("RSA with MD5", algorithm("http://www.w3.org/2001/04/xmldsig-more#rsa-md5"), SignatureAlgorithm),
        forgery("RSA with RIPEMD", algorithm("http://www.w3.org/2001/04/xmldsig-more#rsa-ripemd160"), SignatureAlgorithm),
        forgery("RSA with SHA-224", algorithm("http://www.w3.org/2001/04/xmldsig-more#rsa-sha224"), SignatureAlgorithm),
        forgery("PSS with SHA-1", algorithm("http://www.w3.org/2007/05/xmldsig-more#sha1-rsa-MGF1"), SignatureAlgorithm),
        forgery("DSA", algorithm(&format!("{DS}dsa-sha1")), SignatureAlgorithm),
        forgery("ECDSA with SHA-1", algorithm("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1"), SignatureAlgorithm),
        forgery("HMAC with SHA-1", algorithm(&format!("{DS}hmac-sha1")), SignatureAlgorithm),
        forgery("HMAC with SHA-256, the public certificate as its secret", hmac_with_the_certificate(), SignatureAlgorithm),
        forgery("no algorithm", algorithm(""), SignatureAlgorithm),
        forgery("an algorithm that begins as a good one", algorithm("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256x"), SignatureAlgorithm),
        forgery("an algorithm with parameters", honest.replace("xmldsig-more#rsa-sha256\">", "xmldsig-more#rsa-sha256\"><ds:HMACOutputLength>1</ds:HMACOutputLength>"), SignatureAlgorithm),
        forgery("ECDSA with an RSA key", algorithm("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"), BadSignature),
        forgery("RSA with a key on a curve", Parts::of(VICTIM).assertion_signed_as(&CURVE, &Manner::default()), BadSignature),
        forgery("PSS where PKCS#1 was made", signed(&Manner { value: Some(PROVIDER.sign_bytes("", b"x")), algorithm: "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1".to_owned(), ..Manner::default() }), BadSignature),
        forgery("a digest of SHA-1", digest(&format!("{DS}sha1")), DigestAlgorithm),
        forgery("a digest of MD5", digest("http://www.w3.org/2001/04/xmldsig-more#md5"), DigestAlgorithm),
        forgery("a digest that nobody knows", digest("urn:x"), DigestAlgorithm),
        forgery("the digest of nothing", honest.replace(&value_of(&honest, "DigestValue"), ""), BadSignature),
        forgery("canonical with comments", transforms(enveloped.clone() + &method("Transform", &format!("{EXC}WithComments"))), Transforms),
        forgery("inclusive canonicalisation", transforms(enveloped.clone() + &method("Transform", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315")), Transforms),
        forgery("XSLT", transforms(enveloped.clone() + xslt), Transforms),
        forgery("XSLT before the others", transforms(xslt.to_owned() + &enveloped + &exclusive), Transforms),
        forgery("XPath", transforms(enveloped.clone() + xpath), Transforms),
        forgery("XPath instead of enveloped", transforms(xpath.to_owned() + &exclusive), Transforms),
        forgery("base64 as a transform", transforms(enveloped.clone() + &method("Transform", &format!("{DS}base64"))), Transforms),
        forgery("no transform", transforms(String::new()), Transforms),
        forgery("only the enveloped transform", transforms(enveloped.clone()), Transforms),
        forgery("only the canonicalisation", transforms(exclusive.clone()), Transforms),
        forgery("the transforms in the wrong order", transforms(exclusive.clone() + &enveloped), Transforms),
        forgery("the transforms twice", transforms((enveloped.clone() + &exclusive).repeat(2)), Transforms),
        forgery("a foreign element among the transforms", transforms(format!("{enveloped}<x></x>{exclusive}")), Transforms),
        forgery("too many inclusive prefixes", transforms(enveloped.clone() + &inclusive(&many)), Canonicalisation),
        forgery("two lists of inclusive prefixes", transforms(enveloped.clone() + &inclusive("a").replace("</ds:Transform>", &format!(r#"<ec:InclusiveNamespaces xmlns:ec="{EXC}" PrefixList="b"></ec:InclusiveNamespaces></ds:Transform>"#))), Canonicalisation),
        forgery("a parameter of the canonicalisation that nobody knows", canonicalisation(format!(r#"<ds:CanonicalizationMethod Algorithm="{EXC}"><x></x></ds:CanonicalizationMethod>"#)), Canonicalisation),
        forgery("SignedInfo canonical with comments", canonicalisation(method("CanonicalizationMethod", &format!("{EXC}WithComments"))), Canonicalisation),
        forgery("SignedInfo canonical by a rule of the attacker", canonicalisation(method("CanonicalizationMethod", "urn:x")), Canonicalisation),
        forgery("SignedInfo by XSLT", canonicalisation(method("CanonicalizationMethod", "http://www.w3.org/TR/1999/REC-xslt-19991116")), Canonicalisation),
        forgery("the whole document as the reference", uri(""), Refusal::Reference),
        forgery("the response as the reference", uri("#_r1"), Refusal::Reference),
        forgery("an XPointer as the reference", uri("#xpointer(id('_a1'))"), Refusal::Reference),
        forgery("an XPointer to the root as the reference", uri("#xpointer(/)"), Refusal::Reference),
        forgery("a file as the reference", uri("file:///etc/passwd"), Refusal::Reference),
        forgery("a URL as the reference", uri("https://attacker.example/a.xml"), Refusal::Reference),
        forgery("a reference to nothing that is there", uri("#_zz"), Refusal::Reference),
        forgery("an id without its hash", uri("_a1"), Refusal::Reference),
        forgery("no reference", honest.replace(&between(&honest, "<ds:Reference", "</ds:Reference>"), ""), Malformed("SignedInfo")),
        forgery("two references", signed(&Manner { more: reference, ..Manner::default() }), Malformed("SignedInfo")),
        forgery("a manifest", honest.replace("</ds:SignatureValue>", "</ds:SignatureValue><ds:Object><ds:Manifest></ds:Manifest></ds:Object>"), Malformed("Signature")),
        forgery("a signature by a key of the attacker", by_attacker(String::new()), BadSignature),
        forgery("the attacker's certificate in KeyInfo", by_attacker(key_info(&ATTACKER.certificate)), BadSignature),
        forgery("the provider's certificate in KeyInfo, the attacker's signature", by_attacker(key_info(&PROVIDER.certificate)), BadSignature),
        forgery("a bare key in KeyInfo", by_attacker(key_value.to_owned()), BadSignature),
        forgery("KeyInfo that names a URL", by_attacker(r#"<ds:KeyInfo><ds:RetrievalMethod URI="https://attacker.example/key"></ds:RetrievalMethod></ds:KeyInfo>"#.to_owned()), BadSignature),
        forgery("an empty signature", signed(&Manner { value: Some(Vec::new()), ..Manner::default() }), BadSignature),
        forgery("a signature of zeros", signed(&Manner { value: Some(vec![0; 256]), ..Manner::default() }), BadSignature),
        forgery("a signature of one bit more", flipped(&honest, "SignatureValue"), BadSignature),
        forgery("a digest of one bit more", flipped(&honest, "DigestValue"), BadSignature),
        forgery("a signature that is not base64", honest.replace(&value_of(&honest, "SignatureValue"), "%%%"), Refusal::NotBase64),
        forgery("the signature of another element's SignedInfo", honest.replace(&value_of(&honest, "SignatureValue"), &value_of(&Parts::of("x").assertion_signed(), "SignatureValue")), BadSignature),
        forgery("the signature is empty of elements", honest.replace(&between(&honest, "<ds:SignedInfo>", "</ds:SignatureValue>"), ""), Malformed("Signature")),
        forgery("the signed text changed", honest.replace("staff", "admin"), Refusal::Changed),
        forgery("an attribute added to what is signed", honest.replace("<saml:AttributeStatement>", r#"<saml:AttributeStatement><saml:Attribute Name="x"></saml:Attribute>"#), Refusal::Changed),
        forgery("the signed provider's assertion with another name", honest.replace(VICTIM, "root@corp.example"), Refusal::Changed),
        forgery("canonicalisation to nothing (CVE-2025-66568)", void_canonicalisation(), Refusal::Changed),
    ]
}

fn between(text: &str, from: &str, to: &str) -> String {
    let start = text.find(from).unwrap();
    let end = start + text[start..].find(to).unwrap() + to.len();
    text[start..end].to_owned()
}

/// The text of the first element of that name.
fn value_of(text: &str, name: &str) -> String {
    let whole = between(text, &format!("<ds:{name}>"), &format!("</ds:{name}>"));
    whole[name.len() + 5..whole.len() - name.len() - 6].to_owned()
}

fn flipped(text: &str, name: &str) -> String {
    let value = value_of(text, name);
    let first = if value.starts_with('A') { "B" } else { "A" };
    text.replace(&value, &format!("{first}{}", &value[1..]))
}

/// A signature whose digest is that of no bytes at all, on an element with a namespace at which some libraries give up.
fn void_canonicalisation() -> String {
    use base64::Engine as _;
    let nothing =
        base64::engine::general_purpose::STANDARD.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, b""));
    let parts = Parts::of(VICTIM);
    let signature = Manner::default().signature(&*PROVIDER, &nothing, "_a1");
    let assertion = parts.assertion().replace(MARK, &signature).replace(" ID=", r#" xmlns:ns="1" ID="#);
    parts.around(&assertion).replace(MARK, "")
}

#[test]
fn only_sound_signatures_by_a_trusted_key_count() {
    all_refused(&Pool::default(), &forgeries(), &Parts::of(VICTIM).assertion_signed());
}
