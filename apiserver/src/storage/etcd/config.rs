//! Where etcd is and how to speak to it.

use std::fmt;
use std::time::Duration;

use tonic::transport::{Certificate, ClientTlsConfig, Endpoint, Identity};

use super::errors::ConnectError;
use crate::storage::DEFAULT_MAX_VALUE_BYTES;
use crate::storage::mvcc::Retention;

/// How an [`EtcdStorage`](super::EtcdStorage) behaves.
#[derive(Clone, Debug)]
pub struct EtcdConfig {
    /// The members' client URLs, such as `https://10.0.0.1:2379`; one that fails is left for the
    /// next.
    pub endpoints: Vec<String>,
    /// Certificates, for `https` endpoints.
    pub tls: Option<EtcdTls>,
    /// How long an answer may take.
    pub request_timeout: Duration,
    /// How often history older than this is dropped from etcd; `None` leaves that to others.
    pub compaction_interval: Option<Duration>,
    /// How many events are held for watches that start in the past; older ones are read from etcd.
    pub history: Retention,
    /// Events a watch may leave unread before it is ended with `SlowWatcher`.
    pub watch_buffer: usize,
    /// The largest value accepted, in bytes with its key; etcd has a limit of its own.
    pub max_value_bytes: usize,
}

/// The certificates of a connection to etcd, in PEM.
#[derive(Clone, Default)]
pub struct EtcdTls {
    /// The authorities that sign the members' certificates (`--etcd-cafile`).
    pub ca: Vec<u8>,
    /// The client's certificate and key (`--etcd-certfile`, `--etcd-keyfile`).
    pub client: Option<(Vec<u8>, Vec<u8>)>,
    /// The name that the members' certificates are for, if it is not the host of the URL.
    pub server_name: Option<String>,
}

/// How often an idle connection is tested, and how long the test may take, as upstream's client.
const KEEP_ALIVE: Duration = Duration::from_secs(30);
const KEEP_ALIVE_TIMEOUT: Duration = Duration::from_secs(10);

impl EtcdConfig {
    /// Reaches etcd at `endpoints`.
    pub fn new(endpoints: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            endpoints: endpoints.into_iter().map(Into::into).collect(),
            tls: None,
            request_timeout: Duration::from_secs(10),
            compaction_interval: Some(Duration::from_secs(300)),
            history: Retention {
                max_revisions: Some(50_000),
                max_age: Some(Duration::from_secs(300)),
            },
            watch_buffer: 100_000,
            max_value_bytes: DEFAULT_MAX_VALUE_BYTES,
        }
    }

    /// The members, ready to be connected to.
    pub(super) fn members(&self) -> Result<Vec<Endpoint>, ConnectError> {
        if self.endpoints.is_empty() {
            return Err(ConnectError::NoEndpoint);
        }
        self.endpoints.iter().map(|url| self.member(url)).collect()
    }

    fn member(&self, url: &str) -> Result<Endpoint, ConnectError> {
        let invalid = |source| ConnectError::Endpoint { url: url.to_owned(), source };
        let mut endpoint = Endpoint::from_shared(url.to_owned())
            .map_err(invalid)?
            .connect_timeout(Duration::from_secs(2).min(self.request_timeout))
            .http2_keep_alive_interval(KEEP_ALIVE)
            .keep_alive_timeout(KEEP_ALIVE_TIMEOUT)
            .keep_alive_while_idle(true);
        if let Some(tls) = &self.tls {
            let mut config =
                ClientTlsConfig::new().ca_certificate(Certificate::from_pem(tls.ca.as_slice()));
            if let Some((certificate, key)) = &tls.client {
                config = config.identity(Identity::from_pem(certificate, key));
            }
            if let Some(name) = &tls.server_name {
                config = config.domain_name(name);
            }
            endpoint = endpoint.tls_config(config).map_err(invalid)?;
        }
        Ok(endpoint)
    }
}

impl fmt::Debug for EtcdTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EtcdTls")
            .field("server_name", &self.server_name)
            .field("client", &self.client.is_some())
            .finish_non_exhaustive()
    }
}
