//! A server as a cluster has it: everybody authenticated, RBAC from the stored objects.

use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::rbac::v1::{ClusterRole, ClusterRoleBinding, Role, RoleBinding};
use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::resource::{Kind, Object, Resource};
use futures::StreamExt as _;
use http::{Method, Request};
use http_body_util::BodyExt as _;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::admission::{
    CertificateSubjectRestriction, DefaultIngressClass, DefaultStorageClass,
    DefaultTolerationSeconds, LimitRanger, MutatingAdmissionPolicies, PersistentVolumeClaimResize,
    PodSecurity, Priority, ResourceQuotas, RuntimeClass, ValidatingAdmissionPolicies,
};
use crate::authentication::{
    self, AccountLookup, AuthenticationError, Authenticator, ClientCertificates,
    ServiceAccountTokens, TokenFault, TokenFile, User, bearer_token,
};
use crate::authorization::{
    self, Authorizer, EscalationCheck, Privileged, RbacAuthorizer, RbacObject, bootstrap,
};
use crate::body;
use crate::open_id::OpenId;
use crate::registry::{Entry, Registry};
use crate::reviews::Reviews;
use crate::server::{Config, Server, ServerBuilder};
use crate::storage::watch_cache::{CacheEvent, Freshness, Scope, WatchRequest, WatchStart};

/// What a cluster's server is made of, beyond [`Config`].
#[derive(Debug)]
#[non_exhaustive]
pub struct ClusterConfig {
    /// Issuer and audience of service account tokens.
    pub issuer: String,
    /// Key that signs them, PKCS #8 PEM of the curve P-256; a fresh one when absent.
    pub signing_key_pem: Option<String>,
    /// Static bearer tokens.
    pub tokens: TokenFile,
    /// Whether everything is allowed, as `--authorization-mode=AlwaysAllow` does.
    pub always_allow: bool,
}

impl Default for ClusterConfig {
    fn default() -> Self {
        Self {
            issuer: "https://kubernetes.default.svc.cluster.local".to_owned(),
            signing_key_pem: None,
            tokens: TokenFile::default(),
            always_allow: false,
        }
    }
}

/// A server and the task that keeps its authorizer up to date.
#[derive(Debug)]
pub struct ClusterServer {
    server: Server,
    rbac: Arc<RbacAuthorizer>,
}

impl ClusterServer {
    /// Puts a server together; `customize` adds what the embedder has (admission, connectors).
    ///
    /// # Errors
    /// When the signing key cannot be used.
    pub fn new(
        config: Config,
        cluster: ClusterConfig,
        customize: impl FnOnce(ServerBuilder) -> ServerBuilder,
    ) -> Result<Self, TokenFault> {
        let (clock, random) = (config.clock.clone(), config.random.clone());
        let builder = Server::builder(config);
        let tokens = Arc::new(ServiceAccountTokens::new(
            &cluster.issuer,
            cluster.signing_key_pem.as_deref(),
            clock,
            random,
            Arc::new(Lookup(builder.registry())),
        )?);
        let rbac = Arc::new(RbacAuthorizer::default());
        let authorizer: Arc<dyn Authorizer> = if cluster.always_allow {
            Arc::new(authorization::AlwaysAllow)
        } else {
            Arc::new(authorization::Union::new(vec![Arc::new(Privileged), rbac.clone()]))
        };
        let authenticators: Vec<Arc<dyn Authenticator>> =
            vec![Arc::new(ClientCertificates), Arc::new(cluster.tokens), tokens.clone()];
        let authenticator = Anonymous(authentication::Union::new(authenticators));
        let escalation = EscalationCheck::new(authorizer.clone(), rbac.clone());
        let reviews = Reviews::new(authorizer.clone(), Some(rbac.clone()), Some(tokens.clone()));
        let builder = builder
            .authenticator(Arc::new(authenticator))
            .authorizer(authorizer.clone())
            .token_issuer(tokens.clone())
            .reviews(reviews)
            .admission(Arc::new(LimitRanger))
            .admission(Arc::new(Priority))
            .admission(Arc::new(DefaultTolerationSeconds))
            .admission(Arc::new(DefaultStorageClass))
            .admission(Arc::new(DefaultIngressClass))
            .admission(Arc::new(RuntimeClass))
            .admission(Arc::new(PersistentVolumeClaimResize))
            .admission(Arc::new(PodSecurity))
            .admission(Arc::new(CertificateSubjectRestriction))
            .admission(Arc::new(MutatingAdmissionPolicies::new(authorizer.clone())))
            .admission(Arc::new(ValidatingAdmissionPolicies::new(authorizer)))
            .admission(Arc::new(escalation))
            .admission(Arc::new(ResourceQuotas))
            .non_resource(Arc::new(OpenId::new(tokens)));
        Ok(Self { server: customize(builder).build(), rbac })
    }

    /// The server.
    #[must_use]
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// Makes the objects and roles a fresh cluster starts with and those missing from an old one,
    /// and lets the authorizer know every role there is.
    pub async fn prepare(&self) {
        if let Err(error) = self.server.start().await {
            tracing::error!(%error, "server starts without its first objects");
        }
        for object in bootstrap::objects() {
            self.ensure(object).await;
        }
        for resource in RBAC_RESOURCES {
            let listed = self.server.registry().list(bootstrap_group(), resource, "").await;
            match listed {
                Ok(entries) => entries.iter().for_each(|e| self.tell(resource, e, false)),
                Err(status) => {
                    tracing::error!(%resource, message = %status.message, "roles cannot be read")
                }
            }
        }
    }

    /// Creates a bootstrap object, or adds to an existing role what it lacks.
    async fn ensure(&self, object: RbacObject) {
        match &object {
            RbacObject::ClusterRole(role) => {
                if self.create(&**role).await {
                    return;
                }
                let name = &role.metadata.name;
                let path = format!("{}/{name}", ClusterRole::api_resource().path(""));
                let found = self.server.registry().get(bootstrap_group(), "clusterroles", "", name);
                let existing = found.await.ok().flatten();
                let existing = existing.and_then(|v| serde_json::from_value::<ClusterRole>(v).ok());
                let updated = existing.and_then(|e| bootstrap::reconcile_cluster_role(&e, role));
                if let Some(updated) = updated {
                    self.send(Method::PUT, &path, &updated).await;
                }
            }
            RbacObject::ClusterRoleBinding(binding) => drop(self.create(&**binding).await),
            RbacObject::Role(role) => drop(self.create(&**role).await),
            RbacObject::RoleBinding(binding) => drop(self.create(&**binding).await),
        }
    }

    /// Whether the object was created.
    async fn create<K: Resource>(&self, object: &K) -> bool {
        let path = K::api_resource().path(object.namespace());
        self.send(Method::POST, &path, object).await
    }

    async fn send<K: Object + Kind>(&self, method: Method, path: &str, object: &K) -> bool {
        let Ok(bytes) = object.encode(MediaType::Json) else { return false };
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(http::header::CONTENT_TYPE, "application/json")
            .body(body::full(bytes));
        let Ok(request) = request else { return false };
        let Ok(response) = self.server.as_user(User::api_server()).oneshot(request).await;
        let status = response.status();
        if !status.is_success() && status != http::StatusCode::CONFLICT {
            let text = response.into_body().collect().await.map(|b| b.to_bytes());
            tracing::error!(%path, %status, body = ?text, "bootstrap object refused");
        }
        status.is_success()
    }

    /// Keeps the authorizer up to date until told to stop.
    pub async fn run(&self, shutdown: CancellationToken) {
        let mut tasks = JoinSet::new();
        for resource in RBAC_RESOURCES {
            let follower = Follower {
                registry: self.server.registry().clone(),
                rbac: self.rbac.clone(),
                resource,
            };
            tasks.spawn(follower.run(shutdown.clone()));
        }
        while tasks.join_next().await.is_some() {}
    }

    fn tell(&self, resource: &str, entry: &Entry, deleted: bool) {
        tell(&self.rbac, resource, entry, deleted);
    }
}

const RBAC_RESOURCES: [&str; 4] = ["clusterroles", "clusterrolebindings", "roles", "rolebindings"];

fn bootstrap_group() -> &'static str {
    ClusterRole::GROUP
}

/// Follows one of the four kinds.
struct Follower {
    registry: Registry,
    rbac: Arc<RbacAuthorizer>,
    resource: &'static str,
}

impl Follower {
    async fn run(self, shutdown: CancellationToken) {
        while !shutdown.is_cancelled() {
            let Ok(cache) = self.registry.cache(bootstrap_group(), self.resource) else { return };
            let prefix = format!("/registry/{}/", self.resource);
            let start = WatchStart::Initial(Freshness::Newest);
            let watch = cache.watch(WatchRequest::new(Scope::Prefix(&prefix), start)).await;
            if let Ok(mut watch) = watch {
                loop {
                    let event = tokio::select! {
                        () = shutdown.cancelled() => return,
                        event = watch.next() => event,
                    };
                    match event {
                        Some(Ok(
                            CacheEvent::Added(object) | CacheEvent::Modified { object, .. },
                        )) => {
                            tell(&self.rbac, self.resource, &object, false);
                        }
                        Some(Ok(CacheEvent::Deleted { prev, .. })) => {
                            tell(&self.rbac, self.resource, &prev, true);
                        }
                        Some(Ok(_)) => {}
                        Some(Err(_)) | None => break,
                    }
                }
            }
            // The watch ended: too slow, or the store is away. Begin again.
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
    }
}

fn tell(rbac: &RbacAuthorizer, resource: &str, entry: &Entry, deleted: bool) {
    let value = entry.value();
    let object = match resource {
        "clusterroles" => serde_json::from_value::<ClusterRole>(value)
            .map(|o| RbacObject::ClusterRole(Box::new(o))),
        "clusterrolebindings" => serde_json::from_value::<ClusterRoleBinding>(value)
            .map(|o| RbacObject::ClusterRoleBinding(Box::new(o))),
        "roles" => serde_json::from_value::<Role>(value).map(|o| RbacObject::Role(Box::new(o))),
        _ => serde_json::from_value::<RoleBinding>(value)
            .map(|o| RbacObject::RoleBinding(Box::new(o))),
    };
    match object {
        Ok(object) if deleted => rbac.remove(&object),
        Ok(object) => rbac.apply(object),
        Err(error) => tracing::error!(resource, name = entry.name(), %error, "unreadable role"),
    }
}

/// Looks accounts up among the stored objects.
struct Lookup(Registry);

#[async_trait]
impl AccountLookup for Lookup {
    async fn uid(&self, plural: &str, namespace: &str, name: &str) -> Option<String> {
        let object = self.0.get("", plural, namespace, name).await.ok()??;
        let metadata = &object["metadata"];
        if plural == "serviceaccounts" && metadata.get("deletionTimestamp").is_some() {
            return None;
        }
        metadata["uid"].as_str().map(str::to_owned)
    }
}

/// Takes a request without credentials for an anonymous one.
struct Anonymous(authentication::Union);

#[async_trait]
impl Authenticator for Anonymous {
    async fn authenticate(
        &self,
        request: &http::request::Parts,
    ) -> Result<Option<User>, AuthenticationError> {
        match self.0.authenticate(request).await? {
            Some(user) => Ok(Some(user)),
            None if bearer_token(request).is_some() => Ok(None),
            None => Ok(Some(User::anonymous())),
        }
    }
}

#[cfg(test)]
mod tests;
