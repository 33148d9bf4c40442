//! Signature wrapping: the attacker has a message that the provider signed for him, and moves what is signed to where it is
//! verified and puts what he wrote to where it is read (Somorovsky et al., "On Breaking SAML", XSW 1 to 8).

use vestibule::federation::saml::Refusal::{self, Assertions, Malformed, Reference, SignaturePlace, WrongMessage};

use super::provider::{ATTACKER_NAME, Forgery, Parts, Pool, SAML, SAMLP, VICTIM, all_refused, forgery};
use super::signer::{MARK, Manner, PROVIDER};

/// The parts of a message that was signed for the attacker.
struct Taken {
    /// The signed assertion, and what it is without its signature.
    assertion: String,
    bare_assertion: String,
    /// The assertion's signature.
    signature: String,
    /// The signed response, what it is without its signature, and that signature.
    response: String,
    bare_response: String,
    response_signature: String,
}

fn taken() -> Taken {
    let parts = Parts::of(ATTACKER_NAME);
    let assertion = parts.signed_assertion(&PROVIDER, &Manner::default());
    let response = parts.response_signed();
    let cut = |text: &str| {
        let from = text.find("<ds:Signature").unwrap();
        let to = text.find("</ds:Signature>").unwrap() + "</ds:Signature>".len();
        (text[from..to].to_owned(), format!("{}{}", &text[..from], &text[to..]))
    };
    let (signature, bare_assertion) = cut(&assertion);
    let (response_signature, bare_response) = cut(&response);
    Taken { assertion, bare_assertion, signature, response, bare_response, response_signature }
}

/// What the attacker wrote: the victim, under an id of its own.
fn evil(id: &str, signature: &str) -> String {
    let parts = Parts { id: id.to_owned(), ..Parts::of(VICTIM) };
    parts.assertion().replace(MARK, signature)
}

fn evil_response(id: &str, signature: &str, inner: &str) -> String {
    let mut parts = Parts::of(VICTIM);
    parts.response_attributes = parts.response_attributes.replace("_r1", id);
    parts.around(inner).replace(MARK, signature)
}

fn into_signature(signature: &str, what: &str) -> String {
    signature.replace("</ds:Signature>", &format!("<ds:Object>{what}</ds:Object></ds:Signature>"))
}

pub(super) fn forgeries() -> Vec<Forgery> {
    let it = taken();
    let around = |inner: &str| Parts::of(ATTACKER_NAME).around(inner).replace(MARK, "");
    let evil_bare = evil("_evil", "");
    let nested = |signature: &str| {
        evil("_evil", signature).replace("</saml:Assertion>", &format!("{}</saml:Assertion>", it.bare_assertion))
    };
    vec![
        forgery("XSW1: the signed response within the signature of a forged one",
            evil_response("_evil_r", &into_signature(&it.response_signature, &it.bare_response), &evil_bare), Assertions),
        forgery("XSW2: the signed response before its signature, in a forged one",
            evil_response("_evil_r", &format!("{}{}", it.bare_response, it.response_signature), &evil_bare), Assertions),
        forgery("XSW3: a forged assertion before the signed one", around(&format!("{evil_bare}{}", it.assertion)), Assertions),
        forgery("XSW4: the signed assertion within a forged one",
            around(&evil_bare.replace("</saml:Assertion>", &format!("{}</saml:Assertion>", it.assertion))), Assertions),
        forgery("XSW5: the signature in a forged assertion, what it signs at the end",
            around(&format!("{}{}", evil("_evil", &it.signature), it.bare_assertion)), Assertions),
        forgery("XSW6: what is signed within the signature within a forged assertion",
            around(&evil("_evil", &it.signature.replace("</ds:Signature>", &format!("{}</ds:Signature>", it.bare_assertion)))), Assertions),
        forgery("XSW7: a forged assertion in extensions",
            around(&format!("<samlp:Extensions>{evil_bare}</samlp:Extensions>{}", it.assertion)), Assertions),
        forgery("XSW8: what is signed in an object of the signature",
            around(&evil("_evil", &into_signature(&it.signature, &it.bare_assertion))), Assertions),
        forgery("the signed assertion after a forged one with the same id", around(&format!("{}{}", evil("_a1", ""), it.assertion)), Refusal::DuplicateId),
        forgery("the signed assertion before a forged one", around(&format!("{}{evil_bare}", it.assertion)), Assertions),
        forgery("the signature moved into a forged assertion", around(&evil("_evil", &it.signature)), Reference),
        forgery("the signature moved into a forged assertion with the id of the signed one", around(&evil("_a1", &it.signature)), Refusal::Changed),
        forgery("the assertion's signature moved to the response", evil_response("_r1", &it.signature, &evil_bare), Reference),
        forgery("the response's signature moved to a forged assertion", around(&evil("_evil", &it.response_signature)), Reference),
        forgery("the response's signature on a forged assertion with the response's id",
            evil_response("_r2", "", &evil("_r1", &it.response_signature)), Refusal::Changed),
        forgery("the signed assertion in the advice of a forged one",
            around(&evil_bare.replace("<saml:AuthnStatement", &format!("<saml:Advice>{}</saml:Advice><saml:AuthnStatement", it.assertion))), Assertions),
        forgery("the signed assertion in an attribute of a forged one",
            around(&evil_bare.replace("</saml:AttributeStatement>", &format!(r#"<saml:Attribute Name="x"><saml:AttributeValue>{}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>"#, it.assertion))), Assertions),
        forgery("the signed assertion in the confirmation of a forged one",
            around(&evil_bare.replace("</saml:SubjectConfirmationData>", &format!("{}</saml:SubjectConfirmationData>", it.assertion))), Assertions),
        forgery("a forged assertion in the key information of the signature",
            around(&it.assertion.replace("</ds:Signature>", &format!("<ds:KeyInfo>{evil_bare}</ds:KeyInfo></ds:Signature>"))), Assertions),
        forgery("a forged assertion in the status", around(&it.assertion).replace("</samlp:Status>", &format!("<samlp:StatusDetail>{evil_bare}</samlp:StatusDetail></samlp:Status>")), Assertions),
        forgery("a forged response around the signed response", evil_response("_evil_r", "", &format!("{evil_bare}{}", it.response)), SignaturePlace),
        forgery("the signed response in the extensions of a forged one",
            evil_response("_evil_r", "", &format!("<samlp:Extensions>{}</samlp:Extensions>{evil_bare}", it.response)), SignaturePlace),
        forgery("another element around the signed response", format!(r"<x>{}</x>", it.response), WrongMessage),
        forgery("the signed assertion alone", it.assertion.clone(), WrongMessage),
        forgery("a forged assertion added to the signed response", it.response.replace("</samlp:Response>", &format!("{evil_bare}</samlp:Response>")), Assertions),
        forgery("the assertion of the signed response exchanged", evil_response("_r1", &it.response_signature, &evil_bare), Refusal::Changed),
        forgery("the response's signature kept, the assertion's dropped, the assertion changed",
            Parts::of(ATTACKER_NAME).both_signed().replace(ATTACKER_NAME, VICTIM), Refusal::Changed),
        forgery("both signatures on the response", it.response.replacen("<ds:Signature", &format!("{}<ds:Signature", it.signature), 1), SignaturePlace),
        forgery("two signatures in the assertion", around(&it.assertion.replacen("<ds:Signature", &format!("{}<ds:Signature", it.signature), 1)), SignaturePlace),
        forgery("a signature within the subject", around(&evil("_evil", "").replace("<saml:NameID", &format!("{}<saml:NameID", it.signature))), SignaturePlace),
        forgery("a signature within extensions", around(&format!("<samlp:Extensions>{}</samlp:Extensions>{evil_bare}", it.signature)), SignaturePlace),
        forgery("the forged assertion encloses the signed one and its signature (CVE-2025-47949)", around(&nested(&it.signature)), Assertions),
        forgery("the forged response claims the id of the signed assertion",
            evil_response("_a1", &it.signature, &evil_bare), Refusal::Changed),
        forgery("an assertion of SAML 1.1's namespace beside the signed one",
            around(&format!("{}{}", it.assertion, evil_bare.replace(SAML, "urn:oasis:names:tc:SAML:1.0:assertion"))), Assertions),
        forgery("an assertion without a namespace beside the signed one",
            around(&format!(r#"{}<Assertion ID="_evil"></Assertion>"#, it.assertion)), Assertions),
        forgery("a response within the response", evil_response("_evil_r", "", &it.bare_response.replace("samlp:", "p:").replace("xmlns:samlp", "xmlns:p")), Assertions),
        forgery("the protocol's namespace for the assertion", around(&it.assertion.replace(SAML, SAMLP)), Assertions),
        forgery("a second signature without a namespace", around(&it.assertion.replacen("<ds:Signature", "<Signature></Signature><ds:Signature", 1)), SignaturePlace),
        forgery("a second SignedInfo (CVE-2025-29774)", around(&it.assertion.replacen("<ds:SignedInfo>", "<ds:SignedInfo></ds:SignedInfo><ds:SignedInfo>", 1)), Malformed("Signature")),
    ]
}

#[test]
fn nothing_that_is_wrapped_is_taken() {
    let honest = Parts::of(ATTACKER_NAME);
    for honest in [honest.assertion_signed(), honest.response_signed(), honest.both_signed()] {
        all_refused(&Pool::default(), &forgeries(), &honest);
    }
}
