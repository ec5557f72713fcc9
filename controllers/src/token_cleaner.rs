//! Bootstrap tokens are deleted when their time is over.
//!
//! Upstream: `pkg/controller/bootstrap/tokencleaner.go`.

use std::time::Duration;

use bowline_api::core::v1::Secret;
use bowline_apimachinery::time::Time;
use bowline_client::api::DeleteParams;
use bowline_controller_runtime::{Action, Request};

use crate::setup::{Setup, now};

/// The type of secrets that are bootstrap tokens.
const TYPE: &str = "bootstrap.kubernetes.io/token";
/// Where they live.
const NAMESPACE: &str = "kube-system";

/// How long a token has left; `None` for one that never expires, or is no token. One whose end
/// cannot be read has expired.
#[must_use]
pub fn time_left(secret: &Secret, now: Time) -> Option<Duration> {
    if secret.metadata.namespace != NAMESPACE || secret.type_.as_str() != TYPE {
        return None;
    }
    let end = secret.data.get("expiration").filter(|end| !end.is_empty())?;
    let end = String::from_utf8_lossy(end).parse::<Time>().unwrap_or(Time::ZERO);
    Some(Duration::from_secs(u64::try_from(end.since(now).as_secs()).unwrap_or(0)))
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let client = setup.client();
    let controller = setup
        .controller::<Secret>("token-cleaner-controller")
        .when(|delta| delta.object().is_some_and(|secret| time_left(secret, Time::ZERO).is_some()))
        .reconcile(move |request: Request<Secret>| {
            let client = client.clone();
            async move {
                let Some(secret) = request.present() else { return Ok(Action::Done) };
                match time_left(secret, now(client.clock())) {
                    None => {}
                    Some(left) if !left.is_zero() => return Ok(Action::RequeueAfter(left)),
                    Some(_) => {
                        let params = DeleteParams::default().if_uid(&secret.metadata.uid);
                        let secrets = client.namespaced::<Secret>(&secret.metadata.namespace);
                        secrets.delete_if_present(&secret.metadata.name, &params).await?;
                    }
                }
                Ok(Action::Done)
            }
        });
    setup.add(controller);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_expire() {
        let mut secret = Secret::default();
        secret.metadata.namespace = NAMESPACE.into();
        secret.type_ = TYPE.into();
        let now = Time::from_unix_seconds(100);
        let left = |secret: &Secret| time_left(secret, now).map(|left| left.as_secs());
        assert_eq!(left(&secret), None);
        for (end, want) in [("1970-01-01T00:02:00Z", 20), ("1970-01-01T00:00:00Z", 0), ("x", 0)] {
            secret.data.insert("expiration".into(), end.into());
            assert_eq!(left(&secret), Some(want), "{end}");
        }
        secret.metadata.namespace = "default".into();
        assert_eq!(left(&secret), None);
    }
}
