//! What the dispatcher asks of the server, answered by the flows.

use futures_util::future::LocalBoxFuture;

use super::caller::{Admitted, Gate};
use crate::domain::access_key::{AccessKey, AccessKeyId};
use crate::domain::clock::Micros;
use crate::flows::manage::access_keys;
use crate::flows::{Deps, admission};
use crate::protocol::aws::error::CognitoError;

impl Gate for Deps {
    fn now(&self) -> Micros {
        self.clock.now()
    }

    fn admit(&self) -> Result<Admitted, CognitoError> {
        let admission = admission::admit_call(self)?;
        Ok(Box::new(move || admission.give_back()))
    }

    fn access_key<'a>(&'a self, id: &'a AccessKeyId) -> LocalBoxFuture<'a, Result<Option<AccessKey>, CognitoError>> {
        Box::pin(async move { Ok(access_keys::find(self, &id.0).await?) })
    }
}
