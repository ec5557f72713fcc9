//! The configuration that every pod has.
//!
//! *Upstream:* `InClusterConfig` of `client-go/rest/config.go`.

use std::env;
use std::path::Path;

use super::{Authentication, Config, ConfigError, Pem};

const SERVICE_ACCOUNT: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

impl Config {
    /// The server of the cluster that this program runs in, with the pod's service account.
    ///
    /// # Errors
    /// When the program does not run in a pod, or the pod has no service account.
    pub fn in_cluster() -> Result<Self, ConfigError> {
        let get = |name| env::var(name).ok().filter(|value| !value.is_empty());
        let host = get("KUBERNETES_SERVICE_HOST")
            .ok_or(ConfigError::NotInCluster("KUBERNETES_SERVICE_HOST is not set"))?;
        let port = get("KUBERNETES_SERVICE_PORT")
            .ok_or(ConfigError::NotInCluster("KUBERNETES_SERVICE_PORT is not set"))?;
        Self::of_service_account(&host, &port, Path::new(SERVICE_ACCOUNT))
    }

    pub(super) fn of_service_account(
        host: &str,
        port: &str,
        directory: &Path,
    ) -> Result<Self, ConfigError> {
        let token = directory.join("token");
        if !token.exists() {
            return Err(ConfigError::NotInCluster("the pod has no service account token"));
        }
        let server = if host.contains(':') {
            format!("https://[{host}]:{port}")
        } else {
            format!("https://{host}:{port}")
        };
        let authority = directory.join("ca.crt");
        let namespace = std::fs::read_to_string(directory.join("namespace")).unwrap_or_default();
        let namespace = namespace.trim();
        Ok(Self {
            certificate_authority: authority.exists().then_some(Pem::File(authority)),
            authentication: Authentication::TokenFile(token),
            default_namespace: if namespace.is_empty() { "default" } else { namespace }.to_owned(),
            ..Self::new(server)
        })
    }
}
