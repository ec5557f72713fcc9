//! The client: a cheap handle that sends requests and hands out typed handles.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bowline_apimachinery::clock::{Clock, SystemClock};
use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::dynamic::DynamicObject;
use bowline_apimachinery::meta::PartialObjectMetadata;
use bowline_apimachinery::random::{Random, SystemRandom};
use bowline_apimachinery::resource::{ApiResource, Cluster, Namespaced, Resource};
use http::header::USER_AGENT;
use http::{HeaderMap, HeaderValue, Request, Response};

use crate::api::{Api, WriteOptions};
use crate::fence::Fence;
use crate::rest::Throttle;
use crate::transport::{Body, InProcess, Transport};

mod connect;
mod exchange;

/// A handle to an API server; clones are cheap and share everything.
///
/// ```
/// # use bowline_client::Client;
/// # use bowline_api::core::v1::Pod;
/// # async fn example(client: Client) -> Result<(), bowline_client::Error> {
/// let pods = client.namespaced::<Pod>("default");
/// let web = pods.get("web").await?;
/// println!("{}", web.status.phase);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// What a client is made of; cloned when one is derived from another.
#[derive(Clone)]
struct Inner {
    transport: Arc<dyn Transport>,
    headers: HeaderMap,
    encoding: MediaType,
    throttle: Option<Arc<Throttle>>,
    timeout: Option<Duration>,
    default_namespace: String,
    writes: WriteOptions,
    fence: Option<Fence>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl Client {
    /// A client of a server in the same process.
    ///
    /// Objects travel as JSON; [`with_encoding`](Self::with_encoding) changes that.
    #[must_use]
    pub fn in_process<S>(service: S) -> Self
    where
        S: tower::Service<Request<Body>, Response = Response<Body>, Error = Infallible>
            + Clone
            + Send
            + Sync
            + 'static,
        S::Future: Send + 'static,
    {
        Self::from_transport(Arc::new(InProcess::new(service)))
    }

    /// A client over any transport, speaking JSON.
    #[must_use]
    pub fn from_transport(transport: Arc<dyn Transport>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, HeaderValue::from_static(DEFAULT_USER_AGENT));
        Self {
            inner: Arc::new(Inner {
                transport,
                headers,
                encoding: MediaType::Json,
                throttle: None,
                timeout: None,
                default_namespace: "default".to_owned(),
                writes: WriteOptions::default(),
                fence: None,
                clock: Arc::new(SystemClock),
                random: Arc::new(SystemRandom::new()),
            }),
        }
    }

    /// Objects of a kind in one namespace.
    #[must_use]
    pub fn namespaced<K: Resource<Scope = Namespaced>>(&self, namespace: &str) -> Api<K> {
        Api::new(self.clone(), K::api_resource(), namespace)
    }

    /// Objects of a kind in all namespaces.
    ///
    /// Reads of a single object and deletions need a namespace and fail here; creations and
    /// updates go to the namespace that the object names.
    #[must_use]
    pub fn all<K: Resource<Scope = Namespaced>>(&self) -> Api<K> {
        Api::new(self.clone(), K::api_resource(), "")
    }

    /// Objects of a kind that lives in no namespace.
    #[must_use]
    pub fn cluster<K: Resource<Scope = Cluster>>(&self) -> Api<K> {
        Api::new(self.clone(), K::api_resource(), "")
    }

    /// Objects of a kind whatever its scope: a cluster-scoped kind ignores the namespace, for a
    /// namespaced one the empty namespace means all.
    ///
    /// For code that is generic over kinds and holds a key.
    #[must_use]
    pub fn api<K: Resource>(&self, namespace: &str) -> Api<K> {
        Api::new(self.clone(), K::api_resource(), namespace)
    }

    /// Objects of a kind known only at run time; all namespaces when `namespace` is none.
    #[must_use]
    pub fn dynamic(&self, resource: &ApiResource, namespace: Option<&str>) -> Api<DynamicObject> {
        Api::new(self.clone(), resource.clone(), namespace.unwrap_or_default())
    }

    /// The metadata of objects of a kind known only at run time: the server sends nothing else.
    #[must_use]
    pub fn metadata(
        &self,
        resource: &ApiResource,
        namespace: Option<&str>,
    ) -> Api<PartialObjectMetadata> {
        Api::new(self.clone(), resource.clone(), namespace.unwrap_or_default()).only_metadata()
    }

    /// The namespace of the kubeconfig's context or of the pod this program runs in; `default`
    /// where nothing says.
    #[must_use]
    pub fn default_namespace(&self) -> &str {
        &self.inner.default_namespace
    }

    /// Wall-clock time as this client's user sees it.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.inner.clock
    }

    /// The source of jitter for everything built on this client.
    #[must_use]
    pub fn random(&self) -> &Arc<dyn Random> {
        &self.inner.random
    }

    /// The encoding preferred for kinds that have it.
    #[must_use]
    pub fn encoding(&self) -> MediaType {
        self.inner.encoding
    }

    pub(crate) fn write_options(&self) -> &WriteOptions {
        &self.inner.writes
    }

    /// The same client with another clock.
    #[must_use]
    pub fn with_clock(self, clock: Arc<dyn Clock>) -> Self {
        self.with(|inner| inner.clock = clock)
    }

    /// The same client with another source of jitter; a seeded one replays a run.
    #[must_use]
    pub fn with_random(self, random: Arc<dyn Random>) -> Self {
        self.with(|inner| inner.random = random)
    }

    /// The same client that prefers an encoding: JSON or protobuf.
    ///
    /// Kinds without protobuf travel as JSON all the same.
    #[must_use]
    pub fn with_encoding(self, encoding: MediaType) -> Self {
        self.with(|inner| inner.encoding = encoding)
    }

    /// The same client under another name. The part before the first `/` is the default field
    /// manager of its writes. A text that no header can hold changes nothing.
    #[must_use]
    pub fn with_user_agent(self, user_agent: &str) -> Self {
        let Ok(value) = HeaderValue::from_str(user_agent) else { return self };
        self.with(|inner| {
            inner.headers.insert(USER_AGENT, value);
        })
    }

    /// The same client limited to `qps` requests a second and `burst` at once; no limit when `qps`
    /// is not positive. Watches and other streams are not counted.
    #[must_use]
    pub fn with_rate_limit(self, qps: f32, burst: u32) -> Self {
        self.with(|inner| inner.throttle = Throttle::new(qps, burst).map(Arc::new))
    }

    /// The same client whose requests fail when they take longer; streams are exempt.
    #[must_use]
    pub fn with_timeout(self, timeout: Option<Duration>) -> Self {
        self.with(|inner| inner.timeout = timeout)
    }

    /// The same client with these options for every write that does not bring its own.
    #[must_use]
    pub fn with_write_options(self, writes: WriteOptions) -> Self {
        self.with(|inner| inner.writes = writes)
    }

    /// The same client whose writes fail with [`Error::LeadershipExpired`](crate::Error) once the
    /// fence has closed.
    #[must_use]
    pub fn with_fence(self, fence: Fence) -> Self {
        self.with(|inner| inner.fence = Some(fence))
    }

    fn with(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.inner));
        self
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("transport", &self.inner.transport).finish_non_exhaustive()
    }
}

const DEFAULT_USER_AGENT: &str = concat!("bowline/", env!("CARGO_PKG_VERSION"));
