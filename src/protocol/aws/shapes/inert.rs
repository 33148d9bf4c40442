//! Members that are checked, dropped, and honestly so.
//!
//! `ClientMetadata` and `ValidationData` are never stored by Cognito either: they only reach the pool's triggers, and
//! a pool with a trigger cannot exist here yet (`LambdaConfig` is refused by name). `UserContextData` is
//! honoured where somebody signs in; where a code is asked for or brought, nothing is weighed. `EncodedData` is a
//! fingerprint that only Cognito can read. `AnalyticsMetadata`
//! names an Amazon Pinpoint endpoint, and no client here can be connected to one (`AnalyticsConfiguration` is
//! refused). SDKs send all of them unasked, so refusing would break honest clients and protect nobody.
//! Who builds triggers turns the member into an honoured one.

use super::{text, user};
use crate::protocol::aws::json::{Member, Shape, Structure};

/// For triggers.
pub const CLIENT_METADATA: Member = Member::inert("ClientMetadata", Shape::Map { is_sensitive: true });

/// For the pre-sign-up trigger.
pub const VALIDATION_DATA: Member = Member::inert("ValidationData", user::ATTRIBUTES);

/// For Amazon Pinpoint.
pub const ANALYTICS_METADATA: Member = Member::inert(
    "AnalyticsMetadata",
    Shape::Structure(&Structure::new("AnalyticsMetadataType", &[Member::optional("AnalyticsEndpointId", text::ANY)])),
);

/// For threat protection, of the user's own calls.
pub const USER_CONTEXT_DATA: Member = Member::inert(
    "UserContextData",
    Shape::Structure(&Structure::new(
        "UserContextDataType",
        &[Member::optional("IpAddress", text::ANY), Member::optional("EncodedData", text::ANY)],
    )),
);
