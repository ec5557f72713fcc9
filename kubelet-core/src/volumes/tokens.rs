//! Tokens of service accounts, kept until they are due for renewal.
//!
//! Upstream: `pkg/kubelet/token/token_manager.go`.

use std::collections::HashMap;

use bowline_api::authentication::v1::{
    BoundObjectReference, TokenRequest, TokenRequestSpec, TokenRequestStatus,
};
use bowline_api::core::v1::{Pod, ServiceAccountTokenProjection};
use bowline_apimachinery::clock::Clock;
use bowline_apimachinery::time::{Duration, MicroTime};
use parking_lot::Mutex;

use crate::api_server::{ApiError, ObjectStore};

/// A token is renewed when it is older than this, however long it holds.
const MAX_AGE: Duration = Duration::from_secs(24 * 3600);
/// How long a token holds if nothing is said.
const DEFAULT_EXPIRATION: i64 = 3600;

/// What a token is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    pod_uid: String,
    account: String,
    audience: String,
    expiration: i64,
}

#[derive(Clone, Debug)]
struct Held {
    token: String,
    obtained: MicroTime,
    expires: MicroTime,
}

/// The tokens of a node's pods.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    held: Mutex<HashMap<Key, Held>>,
}

impl Tokens {
    /// A token for a pod; the one it has, unless that is due for renewal. If no new one can be had,
    /// the old one serves as long as it holds.
    pub(super) async fn get(
        &self,
        objects: &dyn ObjectStore,
        clock: &dyn Clock,
        pod: &Pod,
        projection: &ServiceAccountTokenProjection,
    ) -> Result<String, ApiError> {
        let account = match pod.spec.service_account_name.as_str() {
            "" => "default",
            name => name,
        };
        let key = Key {
            pod_uid: pod.metadata.uid.clone(),
            account: account.to_owned(),
            audience: projection.audience.clone(),
            expiration: projection.expiration_seconds.unwrap_or(DEFAULT_EXPIRATION),
        };
        let held = self.held.lock().get(&key).cloned();
        let now = clock.now();
        if let Some(held) = held.as_ref().filter(|held| !is_due(held.obtained, held.expires, now)) {
            return Ok(held.token.clone());
        }
        let request = token_request(pod, &key);
        let namespace = pod.metadata.namespace.as_str();
        match objects.service_account_token(namespace, account, &request).await {
            Ok(TokenRequestStatus { token, expiration_timestamp }) => {
                let own = now.saturating_add(Duration::from_secs(key.expiration));
                let expires = expiration_timestamp.map_or(own, MicroTime::from);
                let held = Held { token: token.clone(), obtained: now, expires };
                self.held.lock().insert(key, held);
                Ok(token)
            }
            Err(error) => match held.filter(|held| now < held.expires) {
                Some(held) => Ok(held.token),
                None => Err(error),
            },
        }
    }

    /// Forgets the tokens of a pod.
    pub(super) fn forget(&self, pod_uid: &str) {
        self.held.lock().retain(|key, _| key.pod_uid != pod_uid);
    }
}

fn token_request(pod: &Pod, key: &Key) -> TokenRequest {
    let audiences = match key.audience.as_str() {
        "" => Vec::new(),
        audience => vec![audience.to_owned()],
    };
    TokenRequest {
        spec: TokenRequestSpec {
            audiences,
            expiration_seconds: Some(key.expiration),
            bound_object_ref: Some(Box::new(BoundObjectReference {
                kind: "Pod".to_owned(),
                api_version: "v1".to_owned(),
                name: pod.metadata.name.clone(),
                uid: pod.metadata.uid.clone(),
            })),
        },
        ..TokenRequest::default()
    }
}

/// Whether a token has lived for four fifths of its time, or for a day.
fn is_due(obtained: MicroTime, expires: MicroTime, now: MicroTime) -> bool {
    let life = expires.since(obtained).as_nanos();
    let age = now.since(obtained);
    age > MAX_AGE || age.as_nanos() >= life / 5 * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_renewed_in_time() {
        let at = |seconds: i64| MicroTime::from_unix_micros(seconds * 1_000_000);
        let cases = [
            ("fresh", 3600, 0, false),
            ("before four fifths", 3600, 2879, false),
            ("four fifths", 3600, 2880, true),
            ("a long one", 10 * 86_400, 86_399, false),
            ("a long one after a day", 10 * 86_400, 86_401, true),
        ];
        for (name, life, age, want) in cases {
            assert_eq!(is_due(at(0), at(life), at(age)), want, "{name}");
        }
    }
}
