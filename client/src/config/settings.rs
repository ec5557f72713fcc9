//! Everything that a client needs to know to reach a server.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use bowline_apimachinery::codec::MediaType;

use super::{Cluster, ExecConfig, Secret};

/// Where the server is, who asks, and how.
///
/// Made from a kubeconfig, from the pod the program runs in, or field by field.
#[derive(Clone, Debug)]
pub struct Config {
    /// `https://host:port`, perhaps with a path before the API's own.
    pub server: String,
    /// The authorities to trust; those of the host when none.
    pub certificate_authority: Option<Pem>,
    /// Whether not to check the server's certificate at all.
    pub insecure_skip_tls_verify: bool,
    /// The name to check the server's certificate against; that of the host when empty.
    pub tls_server_name: String,
    /// A proxy for all requests; those that the environment names when empty.
    pub proxy_url: String,
    /// A client certificate.
    pub identity: Option<Identity>,
    /// What goes into the `Authorization` header.
    pub authentication: Authentication,
    /// Whom to act as.
    pub impersonation: Impersonation,
    /// The namespace where none is given.
    pub default_namespace: String,
    /// The name of the program; that of this library when empty.
    pub user_agent: String,
    /// Requests a second, not counting watches; no limit when 0.
    pub qps: f32,
    /// Requests at once, where there is a limit.
    pub burst: u32,
    /// How long a request may take that does not stream; no limit when none.
    pub timeout: Option<Duration>,
    /// How long it may take to connect.
    pub connect_timeout: Duration,
    /// The encoding preferred for kinds that have it.
    pub encoding: MediaType,
}

/// PEM text, in place or in a file that is read again from time to time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pem {
    /// The text.
    Data(Secret),
    /// The file.
    File(PathBuf),
}

/// A client certificate and its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The certificate, followed by intermediate ones.
    pub certificate: Pem,
    /// The key.
    pub key: Pem,
}

/// What goes into the `Authorization` header.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Authentication {
    /// Nothing.
    #[default]
    None,
    /// A bearer token.
    Token(Secret),
    /// A bearer token in a file, read again each minute.
    TokenFile(PathBuf),
    /// A name and a password.
    Basic {
        /// The name.
        username: String,
        /// The password.
        password: Secret,
    },
    /// What a program gives: a token, a client certificate or both.
    Exec {
        /// The program.
        exec: Box<ExecConfig>,
        /// The cluster that it gets to know if it wants.
        cluster: Box<Cluster>,
    },
}

/// Whom to act as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Impersonation {
    /// The user; empty for oneself.
    pub user: String,
    /// The uid.
    pub uid: String,
    /// The groups.
    pub groups: Vec<String>,
    /// What else.
    pub extra: BTreeMap<String, Vec<String>>,
}

impl Config {
    /// A server at an address, without credentials.
    #[must_use]
    pub fn new(server: impl Into<String>) -> Self {
        Self {
            server: server.into(),
            certificate_authority: None,
            insecure_skip_tls_verify: false,
            tls_server_name: String::new(),
            proxy_url: String::new(),
            identity: None,
            authentication: Authentication::None,
            impersonation: Impersonation::default(),
            default_namespace: "default".to_owned(),
            user_agent: String::new(),
            qps: 0.0,
            burst: 10,
            timeout: None,
            connect_timeout: Duration::from_secs(30),
            encoding: MediaType::Protobuf,
        }
    }

    /// The name of the program in logs of the server and in managed fields.
    #[must_use]
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// Limits requests to so many a second, and so many at once.
    #[must_use]
    pub fn rate_limit(mut self, qps: f32, burst: u32) -> Self {
        (self.qps, self.burst) = (qps, burst);
        self
    }
}
