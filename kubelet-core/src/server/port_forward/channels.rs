//! Port-forward over plain WebSocket channels: each port of the query carries one connection.

use bowline_apimachinery::streaming::channel::Encoding;
use bowline_apimachinery::streaming::port_forward::StreamKind;
use bowline_apimachinery::streaming::port_forward::channels::{channel, preamble};
use bowline_apimachinery::streaming::protocol::PortForwardProtocol;
use futures::future::join_all;
use tokio::io::AsyncWriteExt;

use super::super::dispatch::{Connection, Context};
use super::super::driver::{ChannelFormat, ChannelSession, HalfClose, Heartbeat, StreamingError};
use super::forward::forward;
use crate::streaming::PodTarget;

pub(super) async fn serve(
    io: Connection,
    protocol: PortForwardProtocol,
    ports: &[u16],
    pod: &PodTarget,
    context: &Context,
) -> Result<(), StreamingError> {
    let socket = context.websocket(io).await;
    let encoding = match protocol {
        PortForwardProtocol::ChannelsBase64 => Encoding::Base64,
        _ => Encoding::Binary,
    };
    let format = ChannelFormat { encoding, half_close: HalfClose::Silent };
    let idle = context.config().idle_timeout();
    let (session, driver) = ChannelSession::new(socket, format, idle, Heartbeat::Passive);
    let mut connections = Vec::new();
    for (index, port) in ports.iter().copied().enumerate() {
        let numbers = (channel(index, StreamKind::Data), channel(index, StreamKind::Error));
        let (Some(data), Some(error)) = numbers else { continue };
        let (mut data, mut error) = (session.channel(data), session.channel(error));
        connections.push(async move {
            data.write_all(&preamble(port)).await?;
            error.write_all(&preamble(port)).await?;
            if let Err(message) = forward(context, pod, port, &mut data).await {
                error.write_all(message.as_bytes()).await?;
            }
            Ok::<_, std::io::Error>(())
        });
    }
    let hold = async {
        // A write fails when the client is gone, which the driver sees too.
        let _ = join_all(connections).await;
        session.close();
        context.linger().await;
    };
    tokio::select! {
        ended = driver.run() => ended,
        () = hold => Ok(()),
    }
}
