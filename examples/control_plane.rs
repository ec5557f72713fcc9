//! An API server on a socket: certificates, storage, kubeconfig.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use bowline::api::core::v1::NodeAddressType;
use bowline::apimachinery::clock::{Clock as _, SystemClock};
use bowline::apimachinery::time::Time;
use bowline::apiserver::authentication::TokenFile;
use bowline::apiserver::certificates::{Authority, Issued, server_config};
use bowline::apiserver::cluster::{ClusterConfig, ClusterServer};
use bowline::apiserver::proxy::{NetworkDialer, NodeConnector, NodeDialer, Proxy};
use bowline::apiserver::serve::serve;
use bowline::apiserver::server::Config;
use bowline::apiserver::storage::etcd::{EtcdConfig, EtcdStorage};
use bowline::apiserver::storage::{FileConfig, FileStorage, MemoryStorage, Storage};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::node_access::node_dialer;

/// What an API server is started with.
#[derive(Debug, Default)]
pub struct Options {
    pub bind: String,
    /// Keys, and the store unless it is in etcd.
    pub data_dir: Option<PathBuf>,
    /// Client URLs of etcd.
    pub etcd_servers: Vec<String>,
    pub tls_cert_file: Option<PathBuf>,
    pub tls_private_key_file: Option<PathBuf>,
    pub client_ca_file: Option<PathBuf>,
    pub token_auth_file: Option<PathBuf>,
    pub service_account_issuer: Option<String>,
    pub always_allow: bool,
    pub service_cluster_ip_range: Option<String>,
}

/// A server that listens, and what clients need to reach it.
pub struct ControlPlane {
    pub server: Arc<ClusterServer>,
    pub address: SocketAddr,
    pub authority: Authority,
    pub admin: Issued,
    listener: TcpListener,
    tls: Arc<rustls::ServerConfig>,
}

impl ControlPlane {
    /// Makes certificates, opens the storage and binds the socket; nothing is served yet. The server
    /// reaches nodes through what `nodes` makes of the network's dialer.
    pub async fn start(
        options: &Options,
        nodes: impl FnOnce(NetworkDialer) -> Arc<dyn NodeDialer>,
    ) -> Result<Self> {
        let now: Time = SystemClock.now().into();
        let authority = authority(options.data_dir.as_deref(), now)?;
        let listener = TcpListener::bind(&options.bind)
            .await
            .with_context(|| format!("listen on {}", options.bind))?;
        let address = listener.local_addr()?;
        let storage = storage(options).await?;
        let mut config = Config::new(storage);
        if let Some(range) = &options.service_cluster_ip_range {
            config.service_cluster_ip_range.clone_from(range);
        }
        config.advertise_address = Some(reachable(address));
        let names: Vec<String> = [
            "localhost",
            "kubernetes",
            "kubernetes.default",
            "kubernetes.default.svc",
            "kubernetes.default.svc.cluster.local",
            "127.0.0.1",
            "::1",
        ]
        .into_iter()
        .map(str::to_owned)
        .chain([address.ip().to_string()])
        .chain(first_address(&config.service_cluster_ip_range))
        .collect();
        let serving = match (&options.tls_cert_file, &options.tls_private_key_file) {
            (Some(certificate), Some(key)) => {
                Issued { certificate_pem: read(certificate)?, key_pem: read(key)? }
            }
            _ => authority.issue_server("kube-apiserver", &names, now)?,
        };
        let client_authority = match &options.client_ca_file {
            Some(file) => read(file)? + authority.certificate_pem(),
            None => authority.certificate_pem().to_owned(),
        };
        let tls =
            server_config(&serving.certificate_pem, &serving.key_pem, Some(&client_authority))?;
        let mut cluster = ClusterConfig::default();
        cluster.always_allow = options.always_allow;
        cluster.signing_key_pem = signing_key(options.data_dir.as_deref())?;
        if let Some(issuer) = &options.service_account_issuer {
            cluster.issuer.clone_from(issuer);
        }
        if let Some(file) = &options.token_auth_file {
            cluster.tokens = TokenFile::parse(&read(file)?)
                .with_context(|| format!("read {}", file.display()))?;
        }
        let dialer = nodes(node_dialer(&authority)?);
        let server = Arc::new(ClusterServer::new(config, cluster, move |builder| {
            // As kubeadm sets it: names of nodes need not be names of the network.
            let connector = NodeConnector::new(Proxy::new(dialer), builder.registry())
                .prefer_addresses([
                    NodeAddressType::InternalIP,
                    NodeAddressType::ExternalIP,
                    NodeAddressType::Hostname,
                ]);
            builder.connector(Arc::new(connector))
        })?);
        server.prepare().await;
        let admin = authority.issue_client("kubernetes-admin", Some("system:masters"), now)?;
        Ok(Self { server, address, authority, admin, listener, tls })
    }

    /// The server's URL for clients on this machine.
    pub fn url(&self) -> String {
        format!("https://{}", reachable(self.address))
    }

    /// Writes a kubeconfig of the administrator, readable by its owner only.
    pub fn write_kubeconfig(&self, path: &Path) -> Result<()> {
        use base64::Engine as _;
        let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
        let text = format!(
            "apiVersion: v1\nkind: Config\ncurrent-context: bowline\nclusters:\n- name: bowline\n  \
             cluster:\n    server: {}\n    certificate-authority-data: {}\ncontexts:\n\
             - name: bowline\n  context: {{cluster: bowline, user: admin, namespace: default}}\n\
             users:\n- name: admin\n  user:\n    client-certificate-data: {}\n    \
             client-key-data: {}\n",
            self.url(),
            encode(self.authority.certificate_pem()),
            encode(&self.admin.certificate_pem),
            encode(&self.admin.key_pem),
        );
        write_private(path, &text)
    }

    /// Serves until told to stop.
    pub async fn run(self, shutdown: CancellationToken) -> Result<()> {
        let service = self.server.server().clone();
        let serving = serve(self.listener, Some(self.tls), service, shutdown.clone());
        let (served, ()) = tokio::join!(serving, self.server.run(shutdown));
        Ok(served?)
    }
}

/// Where clients on this machine find a server that listens on an address.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    address
}

/// The address of the service `kubernetes`: the first of the range.
fn first_address(range: &str) -> Option<String> {
    let network: Ipv4Addr = range.split('/').next()?.parse().ok()?;
    Some(Ipv4Addr::from(u32::from(network) + 1).to_string())
}

/// Storage in etcd, in the data folder, or in memory: the first that was asked for.
async fn storage(options: &Options) -> Result<Arc<dyn Storage>> {
    if !options.etcd_servers.is_empty() {
        let config = EtcdConfig::new(&options.etcd_servers);
        let opened = EtcdStorage::connect(config).await;
        let opened =
            opened.with_context(|| format!("--etcd-servers {}", options.etcd_servers.join(",")))?;
        return Ok(Arc::new(opened));
    }
    let Some(dir) = &options.data_dir else { return Ok(Arc::new(MemoryStorage::default())) };
    let opened = FileStorage::open(dir.join("store"), FileConfig::default()).await;
    let opened = opened.with_context(|| format!("open the store in {}", dir.display()))?;
    Ok(Arc::new(opened))
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))
}

fn write_private(path: &Path, text: &str) -> Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = std::fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("write {}", path.display()))?;
    Ok(file.write_all(text.as_bytes())?)
}

/// The authority: kept in the data folder, fresh without one.
fn authority(data_dir: Option<&Path>, now: Time) -> Result<Authority> {
    let Some(dir) = data_dir else { return Ok(Authority::generate("kubernetes", now)?) };
    std::fs::create_dir_all(dir).with_context(|| format!("create {}", dir.display()))?;
    let (certificate, key) = (dir.join("ca.crt"), dir.join("ca.key"));
    if certificate.exists() && key.exists() {
        return Ok(Authority::from_pem(&read(&certificate)?, &read(&key)?)?);
    }
    let authority = Authority::generate("kubernetes", now)?;
    write_private(&key, authority.key_pem())?;
    std::fs::write(&certificate, authority.certificate_pem())?;
    Ok(authority)
}

/// The key of service account tokens: kept in the data folder, fresh without one.
fn signing_key(data_dir: Option<&Path>) -> Result<Option<String>> {
    let Some(dir) = data_dir else { return Ok(None) };
    let path = dir.join("sa.key");
    if !path.exists() {
        let key = Authority::generate("service-accounts", SystemClock.now().into())?;
        write_private(&path, key.key_pem())?;
    }
    Ok(Some(read(&path)?))
}
