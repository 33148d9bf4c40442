//! Why a risk is as high as it is: each signal with its weight and the words in which an admin reads it.

use serde::{Deserialize, Serialize};

/// Declares the reasons: a variant for each, its word, its weight, and what an admin is told.
macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal, $weight:literal, $said:literal;)*) => {
        /// A signal that counted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Reason {
            $($(#[doc = $doc])+ $name,)*
        }

        impl Reason {
            /// All of them, in the order of the guide.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$name),*];

            /// The word kept in events.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// What it adds to the score, or takes away from it.
            pub const fn weight(self) -> i32 {
                match self { $(Self::$name => $weight,)* }
            }

            /// What an admin is told.
            pub const fn said(self) -> &'static str {
                match self { $(Self::$name => $said,)* }
            }
        }
    };
}

reasons! {
    /// A browser in which this person has never signed in.
    NewDevice = "new_device", 25, "The browser is one in which this person has not signed in before.";
    /// A network from which this person has never signed in.
    NewNetwork = "new_network", 20, "The network is none of those from which this person usually signs in.";
    /// A country from which this person has never signed in.
    NewCountry = "new_country", 30, "The country is none of those from which this person usually signs in.";
    /// Farther from the last sign-in than anybody travels in that time.
    ImpossibleTravel = "impossible_travel", 40,
        "The place is farther from that of the last sign-in than anybody travels in the time between.";
    /// Several wrong passwords or codes right before.
    FailureBurst = "failure_burst", 30, "Several attempts failed right before this one.";
    /// An address of the operator's list.
    KnownBadAddress = "known_bad_address", 60, "The address is on the server's list of bad addresses.";
    /// The password is in lists of breached passwords.
    CompromisedPassword = "compromised_password", 40, "The password is known from a breach.";
    /// An address that the pool refuses always.
    BlockedAddress = "blocked_address", 100, "The address is in a range that the pool blocks.";
    /// An address that the pool never finds risky.
    SkippedAddress = "skipped_address", 0, "The address is in a range that the pool never finds risky.";
    /// A browser in which this person has signed in before.
    KnownDevice = "known_device", -15, "This person has signed in in this browser before.";
    /// A browser that this person asked to be remembered.
    RememberedDevice = "remembered_device", -25, "This person had this browser remembered.";
}

#[cfg(test)]
mod tests {
    use super::Reason;

    #[test]
    fn words_are_those_of_the_json() {
        for reason in Reason::ALL {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.as_str());
            assert!(reason.said().ends_with('.'));
        }
    }
}
