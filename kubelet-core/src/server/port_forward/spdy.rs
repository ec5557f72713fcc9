//! Port-forward over SPDY: any number of connections, a pair of streams each.

use std::collections::BTreeMap;
use std::time::Duration;

use bowline_apimachinery::streaming::port_forward::{Joined, StreamPair, StreamPairs};
use bowline_apimachinery::streaming::spdy::{Role, StreamId};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::Instant;

use super::super::dispatch::Context;
use super::super::driver::{IncomingStream, SpdySession, SpdyStream, StreamingError};
use super::forward::forward;
use crate::streaming::PodTarget;

/// How long a client may take to close its half of a connection that the pod has closed.
const CLIENT_CLOSE_TIMEOUT: Duration = Duration::from_secs(10);

pub(super) async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    io: S,
    pod: &PodTarget,
    context: &Context,
) -> Result<(), StreamingError> {
    let (session, driver) = SpdySession::new(io, Role::Server, context.config().idle_timeout());
    tokio::select! {
        ended = driver.run() => ended,
        () = accept(&session, pod, context) => Ok(()),
    }
}

/// Takes streams and forwards complete pairs until the client hangs up.
async fn accept(session: &SpdySession, pod: &PodTarget, context: &Context) {
    let mut pairs = StreamPairs::new();
    let mut waiting = Waiting::default();
    let mut connections = FuturesUnordered::new();
    loop {
        let deadline = pairs.next_deadline().map(Instant::from_std);
        let expiry = async {
            match deadline {
                Some(deadline) => tokio::time::sleep_until(deadline).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            incoming = session.accept() => {
                let Some(incoming) = incoming else { return };
                if let Some((port, data, error)) = waiting.take(&mut pairs, incoming).await {
                    connections.push(connection(context, pod, port, data, error));
                }
            }
            Some(()) = connections.next() => {}
            () = expiry => waiting.expire(&mut pairs).await,
        }
    }
}

/// The streams that wait for their other halves.
#[derive(Default)]
struct Waiting(BTreeMap<StreamId, SpdyStream>);

impl Waiting {
    async fn take(
        &mut self,
        pairs: &mut StreamPairs,
        incoming: IncomingStream,
    ) -> Option<(u16, SpdyStream, SpdyStream)> {
        let id = incoming.id();
        match pairs.join(id, incoming.headers(), Instant::now().into_std()) {
            Ok(Joined::Waiting) => {
                self.0.insert(id, incoming.accept());
                None
            }
            Ok(Joined::Complete(StreamPair { port, data, error, .. })) => {
                self.0.insert(id, incoming.accept());
                Some((port, self.0.remove(&data)?, self.0.remove(&error)?))
            }
            Ok(Joined::Duplicate { error, message }) => {
                tracing::debug!("{message}");
                self.say(error, &message).await;
                None
            }
            Err(error) => {
                tracing::debug!(%error, "stream rejected");
                None
            }
        }
    }

    async fn expire(&mut self, pairs: &mut StreamPairs) {
        for expired in pairs.expire(Instant::now().into_std()) {
            tracing::debug!("{}", expired.message);
            self.say(expired.error, &expired.message).await;
            if let Some(mut stream) = self.0.remove(&expired.stream) {
                let _ = stream.shutdown().await;
            }
        }
    }

    async fn say(&mut self, error: Option<StreamId>, message: &str) {
        if let Some(stream) = error.and_then(|id| self.0.get_mut(&id)) {
            // The client may be gone; then nobody is there to be told.
            let _ = stream.write_all(message.as_bytes()).await;
        }
    }
}

async fn connection(
    context: &Context,
    pod: &PodTarget,
    port: u16,
    mut data: SpdyStream,
    mut error: SpdyStream,
) {
    if let Err(message) = forward(context, pod, port, &mut data).await {
        let _ = error.write_all(message.as_bytes()).await;
        let _ = error.shutdown().await;
        data.reset();
        return;
    }
    let _ = error.shutdown().await;
    // Dropping the stream would reset it: leave the client the time to read to the end.
    let drain = async {
        let mut buffer = [0; 1024];
        while let Ok(1..) = data.read(&mut buffer).await {}
    };
    let _ = tokio::time::timeout(CLIENT_CLOSE_TIMEOUT, drain).await;
}
