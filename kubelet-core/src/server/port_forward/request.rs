//! From a request to a session.

use bowline_apimachinery::streaming::port_forward::channels::{PORTS_PARAMETER, parse_ports};
use bowline_apimachinery::streaming::protocol::{PORT_FORWARD_V1, PortForwardProtocol};
use http::{HeaderMap, Response, StatusCode};
use hyper::upgrade::OnUpgrade;

use super::super::dispatch::Context;
use super::super::driver::Tunnel;
use super::super::query::Query;
use super::super::response::{self, Body, Refusal};
use super::super::upgrade::Wanted;
use super::{channels, spdy};
use crate::streaming::PodTarget;

/// Grants the upgrade and starts the session.
pub(in super::super) fn serve(
    context: &Context,
    pod: PodTarget,
    query: &Query,
    headers: &HeaderMap,
    connection: OnUpgrade,
) -> Result<Response<Body>, Refusal> {
    let wanted = Wanted::read(headers)?;
    if wanted == Wanted::Spdy {
        wanted.negotiate(headers, &[(PORT_FORWARD_V1, ())])?;
        context.upgraded(connection, move |io, context| async move {
            spdy::serve(io, &pod, &context).await
        });
        return Ok(wanted.granted(Some(PORT_FORWARD_V1)));
    }
    let known = PortForwardProtocol::ALL.map(|protocol| (protocol.name(), protocol));
    let chosen = wanted.negotiate(headers, &known)?;
    let protocol = chosen.unwrap_or(PortForwardProtocol::Channels);
    if protocol == PortForwardProtocol::TunneledSpdy {
        context.upgraded(connection, move |io, context| async move {
            let tunnel = Tunnel::new(context.websocket(io).await);
            spdy::serve(tunnel, &pod, &context).await
        });
    } else {
        let ports = parse_ports(query.all(PORTS_PARAMETER))
            .map_err(|error| response::text(StatusCode::BAD_REQUEST, error.to_string()))?;
        context.upgraded(connection, move |io, context| async move {
            channels::serve(io, protocol, &ports, &pod, &context).await
        });
    }
    Ok(wanted.granted(chosen.map(PortForwardProtocol::name)))
}
