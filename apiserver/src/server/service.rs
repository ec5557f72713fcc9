//! The service that transports and in-memory clients call.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bowline_apimachinery::meta::Status;
use http::{Request, Response};
use tower::Service;

use super::builder::{Config, ServerBuilder, StartError};
use super::chain;
use super::shared::Shared;
use crate::authentication::User;
use crate::body::Body;
use crate::bootstrap;
use crate::custom_resources::Controller;
use crate::registry::Registry;

/// An API server; clones are the same server.
///
/// A [`User`] in the extensions of a request is trusted: only code in this process can put it
/// there. That is how [`Server::as_user`] works.
#[derive(Clone, Debug)]
pub struct Server {
    shared: Arc<Shared>,
}

/// The answer on its way.
type Answer = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

impl Server {
    /// Begins to put a server together.
    pub fn builder(config: Config) -> ServerBuilder {
        ServerBuilder::new(config)
    }

    pub(super) fn new(shared: Shared) -> Self {
        Self { shared: Arc::new(shared) }
    }

    /// The objects.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        self.shared.registry()
    }

    /// Makes the objects of a fresh cluster where they are missing; again does no harm.
    ///
    /// # Errors
    /// When storage does not take the objects.
    pub async fn start(&self) -> Result<(), StartError> {
        let config = self.shared.config();
        if config.bootstrap {
            bootstrap::run(self.registry(), config)
                .await
                .map_err(|status| StartError::Bootstrap { message: status.message })?;
        }
        if !self.shared.is_started() {
            let controller = Controller::new(self.registry().clone());
            let follow = controller
                .start()
                .await
                .map_err(|status| StartError::Definitions { message: status.message })?;
            self.shared.own(tokio::spawn(follow));
        }
        self.shared.set_started();
        Ok(())
    }

    /// Makes the service `default/kubernetes` lead to an address.
    ///
    /// # Errors
    /// When its objects cannot be written.
    pub async fn advertise(&self, address: SocketAddr) -> Result<(), Status> {
        bootstrap::advertise(self.registry(), self.shared.config(), address).await
    }

    /// The same server for callers in this process who are known.
    #[must_use]
    pub fn as_user(&self, user: User) -> AsUser {
        AsUser { server: self.clone(), user: Arc::new(user) }
    }

    /// Answers a request.
    pub async fn handle(&self, request: Request<Body>) -> Response<Body> {
        chain::answer(self.shared.clone(), request).await
    }
}

impl Service<Request<Body>> for Server {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Answer {
        let shared = self.shared.clone();
        Box::pin(async move { Ok(chain::answer(shared, request).await) })
    }
}

/// A [`Server`] whose requests all come from one user.
#[derive(Clone, Debug)]
pub struct AsUser {
    server: Server,
    user: Arc<User>,
}

impl Service<Request<Body>> for AsUser {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(self.user.clone());
        self.server.call(request)
    }
}
