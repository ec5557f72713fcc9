//! Requests from code that does not wait by `await`.

use std::future::Future;
use std::io;
use std::sync::mpsc;

use tokio::runtime::{Builder, Handle, Runtime, RuntimeFlavor};

/// Carries requests on a thread of its own, so that a synchronous caller can wait for them even
/// on a thread of an executor.
#[derive(Debug)]
pub(super) struct Courier {
    /// None only while it is dropped.
    runtime: Option<Runtime>,
}

/// The errand was lost: the courier's thread is gone.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the request was abandoned")]
pub(super) struct Abandoned;

impl Courier {
    pub(super) fn new() -> io::Result<Self> {
        let mut builder = Builder::new_multi_thread();
        let builder = builder.worker_threads(1).thread_name("extenders").enable_all();
        Ok(Self { runtime: Some(builder.build()?) })
    }

    fn runtime(&self) -> &Runtime {
        self.runtime.as_ref().expect("it is taken only by drop")
    }

    /// Blocks until the answer is there.
    pub(super) fn wait<T: Send + 'static>(
        &self,
        errand: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Abandoned> {
        let (sender, answer) = mpsc::sync_channel(1);
        self.runtime().spawn(async move {
            // Whoever asked may have been stopped.
            let _ = sender.send(errand.await);
        });
        let receive = || answer.recv().map_err(|_| Abandoned);
        // Other tasks of this thread go on elsewhere meanwhile, where there is an elsewhere.
        match Handle::try_current().map(|handle| handle.runtime_flavor()) {
            Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(receive),
            _ => receive(),
        }
    }

    /// The same for a caller that can wait by `await`.
    pub(super) async fn carry<T: Send + 'static>(
        &self,
        errand: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Abandoned> {
        self.runtime().spawn(errand).await.map_err(|_| Abandoned)
    }
}

impl Drop for Courier {
    /// An executor must not be waited for on a thread of another.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
