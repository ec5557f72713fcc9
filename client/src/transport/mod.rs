//! How requests reach a server: over the network, or by a call in the same process.

pub mod body;
mod error;
mod in_process;
mod in_process_upgrade;
mod remote;

use std::fmt::Debug;

use futures::future::BoxFuture;
use http::{Request, Response};

pub use body::Body;
pub use error::TransportError;
pub use in_process::InProcess;
pub use remote::Remote;

/// Carries one request to a server and brings its answer.
///
/// *Contract:* the answer comes as soon as its head is there; the body may stream for hours. The
/// transport neither retries nor reads statuses. Dropping the future or the body abandons the
/// exchange. The request's [`Lane`], if any, is among its extensions.
pub trait Transport: Send + Sync + Debug + 'static {
    /// Sends the request.
    ///
    /// # Errors
    /// When no answer can be had.
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'static, Result<Response<Body>, TransportError>>;
}

/// What a request needs of its connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lane {
    /// A short exchange.
    #[default]
    Request,
    /// An answer that streams for long: watches and followed logs. They have connections of their
    /// own, so that they cannot use up the streams that short requests need.
    Watch,
    /// A connection that will speak another protocol: HTTP/1.1 with `Upgrade`. The answer brings it
    /// along among its extensions, as hyper does (`hyper::upgrade::OnUpgrade`).
    Upgrade,
}
