//! A whole cluster in this process, on a socket of its own.

use std::path::Path;
use std::sync::mpsc;
use std::thread::JoinHandle;

use bowline::client::Client;
use bowline_examples::assembly::{Cluster, ClusterOptions};
use tokio_util::sync::CancellationToken;

/// A cluster on a thread of its own; it ends with the value.
pub struct TestCluster {
    kubeconfig: String,
    client: Client,
    shutdown: CancellationToken,
    thread: Option<JoinHandle<()>>,
}

impl TestCluster {
    /// Starts a cluster with the usual parts.
    ///
    /// # Panics
    /// When it does not start: there is nothing to test then.
    #[must_use]
    pub fn start() -> Self {
        Self::with(ClusterOptions::default())
    }

    /// Starts a cluster with other parts.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn with(options: ClusterOptions) -> Self {
        let (sender, receiver) = mpsc::channel();
        let shutdown = CancellationToken::new();
        let stop = shutdown.clone();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .expect("a runtime starts");
            runtime.block_on(async {
                let cluster = Cluster::start(options).await.expect("the cluster starts");
                let folder = tempfile::tempdir().expect("a scratch folder");
                let path = folder.path().join("config");
                cluster.write_kubeconfig(&path).expect("the kubeconfig is written");
                let text = std::fs::read_to_string(&path).expect("the kubeconfig is there");
                sender.send((text, cluster.client())).expect("somebody waits");
                cluster.run(stop).await.expect("the cluster ends when it is told to");
            });
        });
        let (kubeconfig, client) = receiver.recv().expect("the cluster starts");
        Self { kubeconfig, client, shutdown, thread: Some(thread) }
    }

    /// An administrator's client, in memory.
    #[must_use]
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// Writes a kubeconfig of the administrator.
    ///
    /// # Panics
    /// When the file cannot be written.
    pub fn write_kubeconfig(&self, path: &Path) {
        std::fs::write(path, &self.kubeconfig).expect("the kubeconfig is written");
    }
}

impl Drop for TestCluster {
    fn drop(&mut self) {
        self.shutdown.cancel();
        if let Some(thread) = self.thread.take() {
            // A panic in there has been printed; here it must not become a second one.
            let _ = thread.join();
        }
    }
}
