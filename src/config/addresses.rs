//! What is known of addresses, for the risk of sign-ins: `[addresses]`.

use std::path::PathBuf;

use super::key::section;

section! {
    /// What is known of addresses, for the risk of sign-ins. The files are read into memory, and again when they are
    /// replaced.
    struct AddressesKeys in "addresses" {
        /// A table of countries or cities in MaxMind's format (`.mmdb`), such as GeoLite2 City or DB-IP City Lite.
        ("addresses.geoip_file", "VESTIBULE_ADDRESSES__GEOIP_FILE")
        geoip_file: Option<String> = None;
        /// A table of the operators of networks in the same format, such as GeoLite2 ASN: networks of one operator then
        /// count as one place.
        ("addresses.asn_file", "VESTIBULE_ADDRESSES__ASN_FILE")
        asn_file: Option<String> = None;
        /// A list of bad addresses: a range such as `203.0.113.0/24`, or an address, on each line.
        ("addresses.bad_list", "VESTIBULE_ADDRESSES__BAD_LIST")
        bad_list: Option<String> = None;
    }
}

/// The section, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    /// A table of places.
    pub geoip_file: Option<PathBuf>,
    /// A table of operators.
    pub asn_file: Option<PathBuf>,
    /// A list of bad addresses.
    pub bad_list: Option<PathBuf>,
}

/// Reads the section; whether the files can be read is seen when they are.
pub(super) fn read(keys: &AddressesKeys) -> Addresses {
    let path = |text: &Option<String>| text.as_ref().map(PathBuf::from);
    Addresses { geoip_file: path(&keys.geoip_file), asn_file: path(&keys.asn_file), bad_list: path(&keys.bad_list) }
}
