//! Fills Secrets that ask for the token of a service account, and deletes those whose account is
//! gone.
//!
//! Where upstream signs a token that never ends, this asks the server for one that is bound to the
//! Secret and lives for ten years: the key stays with the server, and the token ends with the
//! Secret.
//!
//! Upstream: `pkg/controller/serviceaccount/tokens_controller.go`.

use std::sync::Arc;

use bowline_api::authentication::v1::{BoundObjectReference, TokenRequest, TokenRequestSpec};
use bowline_api::core::v1::{Secret, ServiceAccount};
use bowline_apimachinery::resource::{NamespacedName, Object};
use bowline_client::api::DeleteParams;
use bowline_client::cache::Store;
use bowline_client::{Client, Error};
use bowline_controller_runtime::{Action, ReconcileError, Request};

use crate::own_writes::OwnWrites;
use crate::setup::{Setup, keys_matching};

/// The type of Secrets that have a token.
const TYPE: &str = "kubernetes.io/service-account-token";
/// The annotation that names the account.
const ACCOUNT: &str = "kubernetes.io/service-account.name";
/// The annotation that says which account of that name.
const ACCOUNT_UID: &str = "kubernetes.io/service-account.uid";
/// How long tokens live, in seconds.
const LIFETIME: i64 = 10 * 365 * 24 * 3600;

/// What to do about a Secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Nothing.
    Keep,
    /// Its account is gone.
    Delete,
    /// It lacks something.
    Fill {
        /// Whether that is the token.
        needs_token: bool,
    },
}

/// The name of the account that a Secret asks for; `None` for other Secrets.
#[must_use]
pub fn account_of(secret: &Secret) -> Option<&str> {
    let name = secret.metadata.annotations.get(ACCOUNT).filter(|name| !name.is_empty());
    name.filter(|_| secret.type_.as_str() == TYPE).map(String::as_str)
}

/// Decides about a Secret that asks for a token, given the account of that name.
#[must_use]
pub fn plan(secret: &Secret, account: Option<&ServiceAccount>, root_ca: Option<&str>) -> Plan {
    if secret.metadata.is_terminating() {
        return Plan::Keep;
    }
    let uid = secret.metadata.annotations.get(ACCOUNT_UID).filter(|uid| !uid.is_empty());
    let account = account.filter(|account| uid.is_none_or(|uid| *uid == account.metadata.uid));
    let Some(account) = account else { return Plan::Delete };
    let is_empty = |key: &str| secret.data.get(key).is_none_or(|value| value.is_empty());
    let has_ca = root_ca
        .is_none_or(|ca| secret.data.get("ca.crt").is_some_and(|value| **value == *ca.as_bytes()));
    let is_marked = uid == Some(&account.metadata.uid);
    let needs_token = is_empty("token");
    match has_ca && is_marked && !is_empty("namespace") && !needs_token {
        true => Plan::Keep,
        false => Plan::Fill { needs_token },
    }
}

struct Tokens {
    client: Client,
    secrets: Store<Secret>,
    accounts: Store<ServiceAccount>,
    root_ca: Option<String>,
    writes: OwnWrites,
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let secrets = setup.store::<Secret>();
    let this = Arc::new(Tokens {
        client: setup.client(),
        secrets: secrets.clone(),
        accounts: setup.store(),
        root_ca: setup.config.root_ca.clone(),
        writes: OwnWrites::default(),
    });
    let controller = setup
        .controller::<Secret>("serviceaccount-token-controller")
        .when(|delta| delta.object().is_some_and(|secret| account_of(secret).is_some()))
        .watches::<ServiceAccount>(move |account| {
            keys_matching(&secrets, &account.metadata.namespace, |secret: &Secret| {
                account_of(secret) == Some(&account.metadata.name)
            })
        })
        .concurrency(setup.config.concurrent_serviceaccount_token_syncs)
        .reconcile(move |request: Request<Secret>| {
            let this = this.clone();
            async move { this.reconcile(&request.key).await }
        });
    setup.add(controller);
}

impl Tokens {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Action, ReconcileError> {
        self.writes.settle(key, &self.secrets).await?;
        let Some(secret) = self.secrets.get(key) else {
            self.writes.forget(key);
            return Ok(Action::Done);
        };
        let Some(name) = account_of(&secret) else { return Ok(Action::Done) };
        let account = self.account(key, name).await?;
        match plan(&secret, account.as_deref(), self.root_ca.as_deref()) {
            Plan::Keep => {}
            Plan::Delete => {
                let secrets = self.client.namespaced::<Secret>(&key.namespace);
                let params = DeleteParams::default().if_uid(&secret.metadata.uid);
                secrets.delete_if_present(&key.name, &params).await?;
            }
            Plan::Fill { needs_token } => {
                let Some(account) = account else { return Ok(Action::Done) };
                self.fill(&secret, &account, needs_token).await?;
            }
        }
        Ok(Action::Done)
    }

    /// By the cache, and by asking before it counts as gone.
    async fn account(
        &self,
        key: &NamespacedName,
        name: &str,
    ) -> Result<Option<Arc<ServiceAccount>>, Error> {
        if let Some(account) = self.accounts.get_by(&key.namespace, name) {
            return Ok(Some(account));
        }
        let accounts = self.client.namespaced::<ServiceAccount>(&key.namespace);
        Ok(accounts.get_opt(name).await?.map(Arc::new))
    }

    async fn fill(
        &self,
        secret: &Secret,
        account: &ServiceAccount,
        needs_token: bool,
    ) -> Result<(), Error> {
        let mut filled = secret.clone();
        let namespace = &secret.metadata.namespace;
        let mark = (ACCOUNT_UID.to_owned(), account.metadata.uid.clone());
        filled.metadata.annotations.extend([mark]);
        filled.data.insert("namespace".to_owned(), namespace.as_str().into());
        if let Some(root_ca) = &self.root_ca {
            filled.data.insert("ca.crt".to_owned(), root_ca.as_str().into());
        }
        if needs_token {
            let bound = BoundObjectReference {
                kind: "Secret".to_owned(),
                api_version: "v1".to_owned(),
                name: secret.metadata.name.clone(),
                uid: secret.metadata.uid.clone(),
            };
            let request = TokenRequest {
                spec: TokenRequestSpec {
                    expiration_seconds: Some(LIFETIME),
                    bound_object_ref: Some(Box::new(bound)),
                    ..TokenRequestSpec::default()
                },
                ..TokenRequest::default()
            };
            let accounts = self.client.namespaced::<ServiceAccount>(namespace);
            let answer = accounts.create_token(&account.metadata.name, &request).await?;
            filled.data.insert("token".to_owned(), answer.status.token.as_str().into());
        }
        let secrets = self.client.namespaced::<Secret>(namespace);
        match secrets.update(&filled).await {
            Err(error) if error.is_not_found() => Ok(()),
            written => {
                self.writes.wrote(&secret.key(), &written?);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn secret(type_: &str, annotations: Value, data: Value) -> Secret {
        let object = json!({
            "metadata": {"name": "s", "namespace": "d", "annotations": annotations},
            "type": type_, "data": data,
        });
        serde_json::from_value(object).unwrap()
    }

    #[test]
    fn a_secret_is_filled_once_and_goes_with_its_account() {
        let mut account = ServiceAccount::default();
        account.metadata.uid = "u".into();
        let asked = || json!({ACCOUNT: "a"});
        let marked = |uid: &str| json!({ACCOUNT: "a", ACCOUNT_UID: uid});
        let full = || json!({"token": "eA==", "namespace": "ZA==", "ca.crt": "Y2E="});
        let partly = || json!({"token": "eA==", "namespace": "ZA==", "ca.crt": "b2xk"});
        for (name, annotations, data, account, want) in [
            ("new", asked(), json!({}), Some(&account), Plan::Fill { needs_token: true }),
            ("full", marked("u"), full(), Some(&account), Plan::Keep),
            ("old CA", marked("u"), partly(), Some(&account), Plan::Fill { needs_token: false }),
            ("no account", asked(), json!({}), None, Plan::Delete),
            ("another account", marked("v"), full(), Some(&account), Plan::Delete),
        ] {
            let secret = secret(TYPE, annotations, data);
            assert_eq!(plan(&secret, account, Some("ca")), want, "{name}");
            assert_eq!(account_of(&secret), Some("a"));
        }
        assert_eq!(account_of(&secret("Opaque", asked(), json!({}))), None);
    }
}
