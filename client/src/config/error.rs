//! Why there is no configuration to work with.

use std::path::PathBuf;

use bowline_apimachinery::codec::yaml::YamlError;

/// A configuration that cannot be read, or does not make sense.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A file cannot be read.
    #[error("read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file cannot be written.
    #[error("write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A kubeconfig is not YAML.
    #[error("kubeconfig {origin}")]
    Yaml {
        /// The file, or how else it came.
        origin: String,
        /// Why.
        source: Box<YamlError>,
    },
    /// A kubeconfig does not have the shape of one.
    #[error("kubeconfig {origin}")]
    Shape {
        /// The file, or how else it came.
        origin: String,
        /// Why.
        source: serde_json::Error,
    },
    /// The kubeconfig names no context, and none was asked for.
    #[error("kubeconfig has no current context")]
    NoContext,
    /// The kubeconfig refers to something that is not in it.
    #[error("kubeconfig has no {what} {name:?}")]
    Missing {
        /// `context`, `cluster` or `user`.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// The cluster says not where it is.
    #[error("cluster {0:?} has no server")]
    NoServer(String),
    /// The address of the server is not one.
    #[error("server {server:?} is not an http or https address")]
    Server {
        /// What was given.
        server: String,
    },
    /// Two settings of a user exclude each other, or one lacks another.
    #[error("user {user:?}: {problem}")]
    User {
        /// Name of the user.
        user: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// A field that should hold base64 does not.
    #[error("{field} of {name:?} is not base64")]
    Base64 {
        /// The field.
        field: &'static str,
        /// The cluster or user.
        name: String,
        /// Why.
        source: base64::DecodeError,
    },
    /// The program does not run in a pod, or the pod has no service account.
    #[error("not in a cluster: {0}")]
    NotInCluster(&'static str),
    /// Neither a kubeconfig nor a pod's credentials were found.
    #[error("no configuration: {kubeconfig}; and {in_cluster}")]
    Nowhere {
        /// Why there is no kubeconfig.
        kubeconfig: Box<ConfigError>,
        /// Why it is not in a cluster.
        in_cluster: Box<ConfigError>,
    },
    /// A certificate, key or authority is not usable.
    #[error("{what}")]
    Tls {
        /// Which.
        what: &'static str,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A header cannot hold what is to be sent in it.
    #[error("{what} cannot be sent in a header")]
    Header {
        /// What.
        what: &'static str,
    },
    /// The HTTP client cannot be built from this.
    #[error("build the http client")]
    HttpClient(#[source] Box<dyn std::error::Error + Send + Sync>),
}
