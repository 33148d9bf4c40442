//! Encrypted assertions that leave the declaration of their prefixes to what is around the ciphertext, which anybody can write.

use vestibule::federation::saml::Refusal::Undecryptable;

use super::encrypted::{Cipher, around, honest_assertion, pool, signed_around, unsigned_assertion};
use super::provider::{ATTACKER_NAME, Forgery, Parts, SAML, VICTIM, all_refused, forgery};
use super::signer::{ATTACKER, Manner, PROVIDER};

/// The assertion without the declaration of its own prefix. What is signed of it is the same.
fn inheriting(assertion: &str) -> String {
    assertion.replacen(&format!(r#" xmlns:saml="{SAML}""#), "", 1)
}

fn sealed(plain: &str) -> String {
    Cipher::default().seal(plain)
}

pub(super) fn forgeries() -> Vec<Forgery> {
    let honest = inheriting(&honest_assertion());
    let bare = inheriting(&unsigned_assertion());
    let by_attacker = inheriting(&Parts::of(VICTIM).signed_assertion(&ATTACKER, &Manner::default()));
    let mine = Parts::of(ATTACKER_NAME).signed_assertion(&PROVIDER, &Manner::default());
    let other = format!(r#"<saml:EncryptedAssertion xmlns:saml="{SAML}""#);
    let rebound = |namespace: &str| {
        let within = format!(r#"<saml:EncryptedAssertion xmlns:saml="{SAML}" xmlns:x="{namespace}""#);
        let text = honest.replace("<saml:AttributeStatement>", "<x:AttributeStatement>");
        around(&sealed(&text.replace("</saml:AttributeStatement>", "</x:AttributeStatement>")).replace(&other, &within))
    };
    vec![
        forgery("an unsigned assertion that inherits, encrypted", around(&sealed(&bare)), Undecryptable),
        forgery(
            "an unsigned assertion that inherits in a signed response",
            signed_around(&sealed(&bare)),
            Undecryptable,
        ),
        forgery("an assertion of the attacker's key that inherits", around(&sealed(&by_attacker)), Undecryptable),
        forgery("a changed assertion that inherits", around(&sealed(&honest.replace("staff", "admin"))), Undecryptable),
        forgery(
            "an unsigned assertion before one that inherits",
            around(&sealed(&(bare.clone() + &honest))),
            Undecryptable,
        ),
        forgery(
            "an unsigned assertion after one that inherits",
            around(&sealed(&(honest.clone() + &bare))),
            Undecryptable,
        ),
        forgery(
            "a signed assertion within one that inherits",
            around(&sealed(&bare.replace("</saml:Assertion>", &format!("{mine}</saml:Assertion>")))),
            Undecryptable,
        ),
        forgery(
            "what inherits breaks out of where it stands",
            around(&sealed(&format!("{honest}</within><within>"))),
            Undecryptable,
        ),
        forgery(
            "a document type before what inherits",
            around(&sealed(&format!("<!DOCTYPE r>{honest}"))),
            Undecryptable,
        ),
        forgery(
            "a comment in the name of what inherits",
            around(&sealed(&honest.replace("@corp", "@<!---->corp"))),
            Undecryptable,
        ),
        forgery("a prefix around that means what another meant when it was signed", rebound(SAML), Undecryptable),
        forgery("a prefix around that means something else", rebound("urn:x"), Undecryptable),
    ]
}

#[test]
fn what_is_around_lends_its_prefixes_and_nothing_else() {
    let honest = around(&sealed(&inheriting(&honest_assertion())));
    all_refused(&pool(), &forgeries(), &honest);
    assert_eq!(pool().read(&honest).unwrap().name_id.value, VICTIM);
    let signed = signed_around(&sealed(&inheriting(&honest_assertion())));
    assert_eq!(pool().read(&signed).unwrap().name_id.value, VICTIM);
}
