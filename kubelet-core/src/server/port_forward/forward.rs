//! One forwarded connection.

use std::io;

use bowline_apimachinery::streaming::port_forward::failure_message;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};

use super::super::copy::copy;
use super::super::dispatch::Context;
use crate::streaming::PodTarget;

/// Connects `data` to a port of the pod until either side is done.
///
/// The pod's end of output ends the connection, as client-go does; the client's end of input is
/// handed on. `Err` is the sentence for the error stream: nobody took the connection. A connection
/// that breaks later says nothing there, for client-go would then drop all its other connections.
pub(super) async fn forward(
    context: &Context,
    pod: &PodTarget,
    port: u16,
    data: &mut (impl AsyncRead + AsyncWrite + Unpin),
) -> Result<(), String> {
    let connected = context.handler().port_forward(pod, port).await;
    let connection = connected.map_err(|error| {
        let message = failure_message(port, &pod.name, &pod.uid, error);
        tracing::warn!(pod = %pod.name, namespace = %pod.namespace, port, "{message}");
        message
    })?;
    let (mut from_pod, mut to_pod) = tokio::io::split(connection);
    let (mut from_client, mut to_client) = tokio::io::split(data);
    let upload = async {
        match copy(&mut from_client, &mut to_pod).await {
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => {}
            _ => {
                let _ = to_pod.shutdown().await;
                std::future::pending().await
            }
        }
    };
    let download = async {
        let copied = copy(&mut from_pod, &mut to_client).await;
        if let Err(error) = copied {
            tracing::debug!(pod = %pod.name, port, %error, "forwarded connection broke");
        }
        let _ = to_client.shutdown().await;
    };
    tokio::select! {
        () = upload => {}
        () = download => {}
    }
    Ok(())
}
