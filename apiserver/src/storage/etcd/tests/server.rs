//! An etcd process, alone or as a member of a cluster.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::task::AbortOnDropHandle;

use super::*;

/// Killed when dropped.
pub(super) struct Server {
    binary: PathBuf,
    name: String,
    cluster: String,
    client_url: String,
    peer_url: String,
    extra: Vec<String>,
    directory: tempfile::TempDir,
    process: Option<Child>,
}

impl Server {
    /// One member that answers.
    pub(super) async fn start(binary: &Path) -> Self {
        let mut server = Self::cluster(binary, 1).remove(0);
        server.run();
        connect_when_up(&EtcdConfig::new([server.url()])).await;
        server
    }

    /// Members that do not run yet.
    pub(super) fn cluster(binary: &Path, members: usize) -> Vec<Self> {
        // Held until all are chosen, so that no port is chosen twice.
        let listeners: Vec<_> =
            (0..members * 2).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
        let urls: Vec<_> = listeners
            .iter()
            .map(|listener| format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port()))
            .collect();
        let names: Vec<_> = (0..members).map(|member| format!("m{member}")).collect();
        let (clients, peers) = urls.split_at(members);
        let cluster = names.iter().zip(peers).map(|(name, url)| format!("{name}={url}"));
        let cluster = cluster.collect::<Vec<_>>().join(",");
        names
            .into_iter()
            .zip(clients.iter().zip(peers))
            .map(|(name, (client_url, peer_url))| Self {
                binary: binary.to_owned(),
                name,
                cluster: cluster.clone(),
                client_url: client_url.clone(),
                peer_url: peer_url.clone(),
                extra: Vec::new(),
                directory: tempfile::tempdir().unwrap(),
                process: None,
            })
            .collect()
    }

    /// Serves clients over TLS, with these files.
    pub(super) fn with_tls(mut self, write: impl FnOnce(&Path)) -> Self {
        let directory = self.directory.path();
        write(directory);
        let file = |name: &str| directory.join(name).to_str().unwrap().to_owned();
        self.client_url = self.client_url.replace("http:", "https:");
        self.extra = vec![
            format!("--cert-file={}", file("server.crt")),
            format!("--key-file={}", file("server.key")),
            format!("--trusted-ca-file={}", file("ca.crt")),
            "--client-cert-auth".to_owned(),
        ];
        self
    }

    pub(super) fn url(&self) -> &str {
        &self.client_url
    }

    /// Starts the process, on what it left behind if it ran before.
    pub(super) fn run(&mut self) {
        let log = std::fs::File::create(self.directory.path().join("log")).unwrap();
        let process = Command::new(&self.binary)
            .arg(format!("--data-dir={}", data(self.directory.path()).display()))
            .arg(format!("--name={}", self.name))
            .arg(format!("--initial-cluster={}", self.cluster))
            .arg(format!("--listen-client-urls={}", self.client_url))
            .arg(format!("--advertise-client-urls={}", self.client_url))
            .arg(format!("--listen-peer-urls={}", self.peer_url))
            .arg(format!("--initial-advertise-peer-urls={}", self.peer_url))
            .args(&self.extra)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        self.process = Some(process);
    }

    /// Ends the process without warning.
    pub(super) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            // Nothing to be done if it is gone already.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// A connection to a server that can be cut.
pub(super) struct Wire {
    url: String,
    mended: watch::Sender<bool>,
    _forward: AbortOnDropHandle<()>,
}

impl Wire {
    pub(super) async fn to(server: &str) -> Self {
        let target = server.strip_prefix("http://").unwrap().to_owned();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mended = watch::Sender::new(true);
        let state = mended.subscribe();
        let forward = async move {
            let mut connections = JoinSet::new();
            while let Ok((mut near, _)) = listener.accept().await {
                let (target, mut state) = (target.clone(), state.clone());
                connections.spawn(async move {
                    if !*state.borrow() {
                        return;
                    }
                    let mut far = TcpStream::connect(target).await.unwrap();
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                        _ = state.wait_for(|mended| !mended) => {}
                    }
                });
            }
        };
        Self { url, mended, _forward: AbortOnDropHandle::new(tokio::spawn(forward)) }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Ends what is connected and lets nothing through.
    pub(super) fn cut(&self) {
        self.mended.send_replace(false);
    }

    pub(super) fn mend(&self) {
        self.mended.send_replace(true);
    }
}

/// Connects, giving the servers time to start.
pub(super) async fn connect_when_up(config: &EtcdConfig) -> EtcdStorage {
    let patient = EtcdConfig { request_timeout: PATIENCE, ..config.clone() };
    // The first answer shows that they are up.
    drop(EtcdStorage::connect(patient).await.unwrap());
    EtcdStorage::connect(config.clone()).await.unwrap()
}
