//! The verbs of pods that stream.

use bowline_api::core::v1::Pod;
use bowline_apimachinery::streaming::protocol::{
    PORT_FORWARD_V1, RemoteCommandProtocol, TUNNELED_PORT_FORWARD_V1,
};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;

use super::port_forward::PortForwarder;
use super::remote_command::{AttachParams, AttachedProcess, PROTOCOLS};
use super::upgrade::{Handshake, finish_spdy, spdy_request};
use crate::rest::{Outgoing, Query};
use crate::transport::Lane;
use crate::{Api, Error};

impl Api<Pod> {
    /// Starts a command in a running container.
    ///
    /// # Errors
    /// `is_not_found` without the pod, `is_bad_request` without the container. That the command
    /// cannot be started shows at its end.
    pub async fn exec(
        &self,
        name: &str,
        command: impl IntoIterator<Item = impl AsRef<str>>,
        params: &AttachParams,
    ) -> Result<AttachedProcess, Error> {
        let mut query = stream_query(params);
        for word in command {
            query.text("command", word.as_ref());
        }
        self.remote_command(name, "exec", query, params).await
    }

    /// Attaches to the process that a container runs.
    ///
    /// # Errors
    /// As [`exec`](Self::exec).
    pub async fn attach(
        &self,
        name: &str,
        params: &AttachParams,
    ) -> Result<AttachedProcess, Error> {
        self.remote_command(name, "attach", stream_query(params), params).await
    }

    /// Opens a way to the pod's ports, whichever they are.
    ///
    /// Servers before 1.30 do not tunnel SPDY in a WebSocket; they are asked for SPDY itself, as
    /// client-go does.
    ///
    /// # Errors
    /// `is_not_found` without the pod, `is_bad_request` while it has no node.
    pub async fn port_forward(&self, name: &str) -> Result<PortForwarder, Error> {
        let protocols = [TUNNELED_PORT_FORWARD_V1];
        match self.upgrade(name, "portforward", &Query::default(), &protocols).await {
            Ok((_, io)) => Ok(PortForwarder::tunnelled(io).await),
            Err(Error::Status(status)) => {
                tracing::debug!(pod = name, code = status.code, "falling back to SPDY");
                self.port_forward_over_spdy(name).await
            }
            Err(Error::Streaming(error)) if error.is_refused() => {
                tracing::debug!(pod = name, %error, "falling back to SPDY");
                self.port_forward_over_spdy(name).await
            }
            Err(error) => Err(error),
        }
    }

    async fn port_forward_over_spdy(&self, name: &str) -> Result<PortForwarder, Error> {
        let request = spdy_request(&self.item("", name, "portforward")?, PORT_FORWARD_V1)?;
        let request = Outgoing::from_http(request, Lane::Upgrade);
        let response = self.client().open_once(&request).await?;
        Ok(PortForwarder::straight(finish_spdy(response, PORT_FORWARD_V1).await?))
    }

    async fn remote_command(
        &self,
        name: &str,
        verb: &str,
        query: Query,
        params: &AttachParams,
    ) -> Result<AttachedProcess, Error> {
        let (protocol, io) = self.upgrade(name, verb, &query, &PROTOCOLS).await?;
        let protocol =
            RemoteCommandProtocol::from_name(protocol).unwrap_or(RemoteCommandProtocol::V4);
        Ok(AttachedProcess::new(io, protocol, params).await)
    }

    async fn upgrade(
        &self,
        name: &str,
        verb: &str,
        query: &Query,
        protocols: &[&'static str],
    ) -> Result<(&'static str, TokioIo<Upgraded>), Error> {
        let path = format!("{}{}", self.item("", name, verb)?, query.as_str());
        let random = self.client().random().clone();
        let (handshake, request) = Handshake::begin(&path, protocols, &*random)?;
        let request = Outgoing::from_http(request, Lane::Upgrade);
        let response = self.client().open_once(&request).await?;
        Ok(handshake.finish(response).await?)
    }
}

fn stream_query(params: &AttachParams) -> Query {
    let mut query = Query::default();
    query
        .text("container", &params.container)
        .flag("stdin", params.stdin)
        .flag("stdout", params.stdout)
        .flag("stderr", params.stderr && !params.tty)
        .flag("tty", params.tty);
    query
}
