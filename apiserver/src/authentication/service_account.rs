//! Service account tokens: signed JWTs that name an account and what they are bound to.
//!
//! *Upstream:* `pkg/serviceaccount` (`claims.go`, `jwt.go`).

use std::sync::Arc;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bowline_apimachinery::clock::Clock;
use bowline_apimachinery::meta::Status;
use bowline_apimachinery::random::Random;
use bowline_apimachinery::time::Time;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{AuthenticationError, Authenticator, User, bearer_token};
use crate::token_issuer::TokenIssuer;

/// Life of a token when the request names none: an hour.
const DEFAULT_SECONDS: i64 = 3600;
/// Shortest and longest life a request may ask for: ten minutes, and 2^32 seconds.
const SECONDS: std::ops::RangeInclusive<i64> = 600..=1 << 32;
/// The kubelet asks for this when it wants a token that old clients may hold on to.
const WARN_AFTER_SECONDS: i64 = 3607;
/// What such a token then lives: a year.
const EXTENDED_SECONDS: i64 = 365 * 24 * 3600;

/// Looks up the account and the object that a token is bound to.
#[async_trait]
pub trait AccountLookup: Send + Sync + 'static {
    /// The uid of a live object of the core group; `None` when it does not exist.
    ///
    /// `plural` is `serviceaccounts`, `pods`, `secrets` or `nodes`; the namespace is empty for nodes.
    async fn uid(&self, plural: &str, namespace: &str, name: &str) -> Option<String>;
}

/// Something a token is bound to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// Name.
    pub name: String,
    /// Uid.
    pub uid: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Claims {
    #[serde(default)]
    aud: Vec<String>,
    exp: i64,
    iat: i64,
    iss: String,
    jti: String,
    #[serde(rename = "kubernetes.io")]
    private: Private,
    nbf: i64,
    sub: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Private {
    namespace: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<Bound>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pod: Option<Bound>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<Bound>,
    serviceaccount: Bound,
    #[serde(skip_serializing_if = "Option::is_none")]
    warnafter: Option<i64>,
}

/// Why a signing key cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenFault {
    /// The key is not a PKCS #8 key of the curve P-256.
    #[error("service account key")]
    Key(#[source] rcgen::Error),
    /// The signature library refuses it.
    #[error("service account key cannot sign")]
    Sign(#[from] jsonwebtoken::errors::Error),
}

/// Signs and checks the tokens of service accounts.
pub struct ServiceAccountTokens {
    issuer: String,
    audiences: Vec<String>,
    key_id: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
    point: Vec<u8>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    lookup: Arc<dyn AccountLookup>,
}

impl ServiceAccountTokens {
    /// Makes a signer; `key_pem` is a PKCS #8 key of the curve P-256, a fresh one when absent.
    ///
    /// Tokens without audience are meant for `issuer`.
    ///
    /// # Errors
    /// When the key cannot be used.
    pub fn new(
        issuer: &str,
        key_pem: Option<&str>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        lookup: Arc<dyn AccountLookup>,
    ) -> Result<Self, TokenFault> {
        let key = match key_pem {
            Some(pem) => rcgen::KeyPair::from_pem(pem),
            None => rcgen::KeyPair::generate(),
        }
        .map_err(TokenFault::Key)?;
        let point = key.public_key_raw().to_vec();
        Ok(Self {
            issuer: issuer.to_owned(),
            audiences: vec![issuer.to_owned()],
            key_id: URL_SAFE_NO_PAD.encode(point.get(1..33).unwrap_or_default()),
            encoding: EncodingKey::from_ec_der(&key.serialize_der()),
            decoding: DecodingKey::from_ec_der(&point),
            point,
            clock,
            random,
            lookup,
        })
    }

    /// The document at `/openid/v1/jwks`.
    #[must_use]
    pub fn jwks(&self) -> Value {
        let half = |range: std::ops::Range<usize>| {
            URL_SAFE_NO_PAD.encode(self.point.get(range).unwrap_or_default())
        };
        json!({"keys": [{
            "use": "sig", "kty": "EC", "crv": "P-256", "alg": "ES256", "kid": self.key_id,
            "x": half(1..33), "y": half(33..65),
        }]})
    }

    /// The document at `/.well-known/openid-configuration`.
    #[must_use]
    pub fn discovery(&self) -> Value {
        json!({
            "issuer": self.issuer,
            "jwks_uri": format!("{}/openid/v1/jwks", self.issuer),
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
        })
    }

    /// Checks a token for one of the audiences; those of the API when none are given.
    ///
    /// `None` when the token is no service account token of this issuer.
    ///
    /// # Errors
    /// When the token is ours but expired, for others, or its account or pod is gone.
    pub async fn check(
        &self,
        token: &str,
        audiences: &[String],
    ) -> Result<Option<(User, Vec<String>)>, AuthenticationError> {
        if !self.is_ours(token) {
            return Ok(None);
        }
        let invalid =
            |reason: String| AuthenticationError::Invalid { kind: "bearer token", reason };
        let mut validation = Validation::new(Algorithm::ES256);
        // Time and audiences are checked below, against the server's own clock and notion.
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.set_issuer(&[&self.issuer]);
        validation.set_required_spec_claims(&["iss", "sub", "exp"]);
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &validation)
            .map_err(|e| invalid(e.to_string()))?
            .claims;
        let now = self.clock.now().unix_micros().div_euclid(1_000_000);
        if now >= claims.exp {
            return Err(invalid("service account token has expired".to_owned()));
        }
        if now < claims.nbf {
            return Err(invalid("service account token is not valid yet".to_owned()));
        }
        let wanted = if audiences.is_empty() { &self.audiences } else { audiences };
        let shared: Vec<String> =
            wanted.iter().filter(|a| claims.aud.contains(a)).cloned().collect();
        if shared.is_empty() {
            return Err(invalid(format!(
                "token audiences {:?} is invalid for the target audiences {wanted:?}",
                claims.aud
            )));
        }
        self.check_bindings(&claims.private).await.map_err(invalid)?;
        Ok(Some((user_of(&claims), shared)))
    }

    /// Whether the token claims to be from this issuer; nothing is verified yet.
    fn is_ours(&self, token: &str) -> bool {
        let payload = token.split('.').nth(1).and_then(|p| URL_SAFE_NO_PAD.decode(p).ok());
        payload
            .and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok())
            .is_some_and(|claims| claims["iss"] == self.issuer.as_str())
    }

    async fn check_bindings(&self, claims: &Private) -> Result<(), String> {
        let namespace = claims.namespace.as_str();
        let all = [
            ("serviceaccounts", namespace, Some(&claims.serviceaccount)),
            ("pods", namespace, claims.pod.as_ref()),
            ("secrets", namespace, claims.secret.as_ref()),
            ("nodes", "", claims.node.as_ref().filter(|_| claims.pod.is_none())),
        ];
        for (plural, namespace, bound) in all {
            let Some(bound) = bound else { continue };
            match self.lookup.uid(plural, namespace, &bound.name).await {
                Some(uid) if uid == bound.uid => {}
                Some(_) => return Err(format!("{plural} {:?} has another uid", bound.name)),
                None => return Err(format!("{plural} {:?} has been deleted", bound.name)),
            }
        }
        Ok(())
    }
}

fn user_of(claims: &Claims) -> User {
    let private = &claims.private;
    let mut user = User::named(claims.sub.clone())
        .group("system:serviceaccounts")
        .group(format!("system:serviceaccounts:{}", private.namespace));
    user.uid.clone_from(&private.serviceaccount.uid);
    let mut put = |key: &str, value: &str| {
        user.extra.insert(format!("authentication.kubernetes.io/{key}"), vec![value.to_owned()]);
    };
    put("credential-id", &format!("JTI={}", claims.jti));
    for (kind, bound) in [("pod", &private.pod), ("node", &private.node)] {
        if let Some(bound) = bound {
            put(&format!("{kind}-name"), &bound.name);
            put(&format!("{kind}-uid"), &bound.uid);
        }
    }
    user
}

#[async_trait]
impl Authenticator for ServiceAccountTokens {
    async fn authenticate(
        &self,
        request: &http::request::Parts,
    ) -> Result<Option<User>, AuthenticationError> {
        let Some(token) = bearer_token(request) else { return Ok(None) };
        Ok(self.check(token, &[]).await?.map(|(user, _)| user))
    }
}

#[async_trait]
impl TokenIssuer for ServiceAccountTokens {
    async fn issue(
        &self,
        service_account: &Value,
        mut request: Value,
        bound: Option<&Value>,
    ) -> Result<Value, Status> {
        let name_and_uid = |object: &Value| Bound {
            name: object["metadata"]["name"].as_str().unwrap_or_default().to_owned(),
            uid: object["metadata"]["uid"].as_str().unwrap_or_default().to_owned(),
        };
        let account = name_and_uid(service_account);
        let namespace =
            service_account["metadata"]["namespace"].as_str().unwrap_or_default().to_owned();
        let asked = request["spec"]["expirationSeconds"].as_i64().unwrap_or(DEFAULT_SECONDS);
        if !SECONDS.contains(&asked) {
            let field = "spec.expirationSeconds";
            let detail = if asked < *SECONDS.start() {
                "may not specify a duration less than 10 minutes"
            } else {
                "may not specify a duration larger than 2^32 seconds"
            };
            let message = format!("Invalid value: {asked}: {detail}");
            let text =
                format!("TokenRequest.authentication.k8s.io \"\" is invalid: {field}: {message}");
            return Err(Status::failure(422, "Invalid", text)
                .about("authentication.k8s.io", "TokenRequest", "")
                .cause("FieldValueInvalid", message, field));
        }
        let audiences: Vec<String> = request["spec"]["audiences"]
            .as_array()
            .map(|list| list.iter().filter_map(|a| a.as_str().map(str::to_owned)).collect())
            .filter(|list: &Vec<String>| !list.is_empty())
            .unwrap_or_else(|| self.audiences.clone());
        let now = self.clock.now().unix_micros().div_euclid(1_000_000);
        let warned = asked == WARN_AFTER_SECONDS && audiences == self.audiences;
        let life = if warned { EXTENDED_SECONDS } else { asked };
        let kind = request["spec"]["boundObjectRef"]["kind"].as_str().unwrap_or_default();
        let of_kind = |wanted: &str| bound.filter(|_| kind == wanted).map(name_and_uid);
        let claims = Claims {
            aud: audiences.clone(),
            exp: now + life,
            iat: now,
            iss: self.issuer.clone(),
            jti: self.random.uuid_v4(),
            nbf: now,
            sub: format!("system:serviceaccount:{namespace}:{}", account.name),
            private: Private {
                namespace,
                node: of_kind("Node"),
                pod: of_kind("Pod"),
                secret: of_kind("Secret"),
                serviceaccount: account,
                warnafter: warned.then_some(now + asked),
            },
        };
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(self.key_id.clone());
        header.typ = None;
        let token = jsonwebtoken::encode(&header, &claims, &self.encoding)
            .map_err(|e| Status::internal(format_args!("failed to generate token: {e}")))?;
        request["spec"]["audiences"] = json!(audiences);
        request["spec"]["expirationSeconds"] = json!(asked);
        // Clients see the time they asked for, not the extended one.
        let expires = Time::from_unix_seconds(now + asked).to_string();
        request["status"] = json!({"token": token, "expirationTimestamp": expires});
        Ok(request)
    }
}

#[cfg(test)]
mod tests;
