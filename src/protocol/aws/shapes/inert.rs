//! Members that are checked, dropped, and honestly so.
//!
//! `ClientMetadata` and `ValidationData` are never stored by Cognito either: they only reach the pool's triggers, and
//! a pool with a trigger cannot exist here yet (`LambdaConfig` is refused by name). `UserContextData` and
//! `ContextData` only feed threat protection, which is refused by name too (`UserPoolAddOns`). `AnalyticsMetadata`
//! names an Amazon Pinpoint endpoint, and no client here can be connected to one (`AnalyticsConfiguration` is
//! refused). SDKs send all of them unasked, so refusing would break honest clients and protect nobody.
//! Who builds triggers or threat protection turns the member into an honoured one.

use super::{text, user};
use crate::protocol::aws::json::{List, Member, Shape, Structure};

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

/// For threat protection, of calls by the app's server.
pub const CONTEXT_DATA: Member = Member::inert(
    "ContextData",
    Shape::Structure(&Structure::new(
        "ContextDataType",
        &[
            Member::required("IpAddress", text::ANY),
            Member::required("ServerName", text::ANY),
            Member::required("ServerPath", text::ANY),
            Member::required("HttpHeaders", Shape::List(&List { of: HEADER, min: 0, max: 1000 })),
            Member::optional("EncodedData", text::ANY),
        ],
    )),
);

const HEADER: Shape = Shape::Structure(&Structure::new(
    "HttpHeader",
    &[Member::optional("headerName", text::ANY), Member::optional("headerValue", text::ANY)],
));
