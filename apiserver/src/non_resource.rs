//! Paths that are not resources: discovery, health, version and what an embedder adds.

use async_trait::async_trait;
use bowline_apimachinery::meta::Status;
use http::{Request, Response};

use crate::body::Body;
use crate::handlers::respond;
use crate::registry::Registry;
use crate::server::Shared;

/// Serves paths that are not resources.
#[async_trait]
pub trait NonResource: Send + Sync + 'static {
    /// The answer, or `None` to let others try.
    async fn serve(
        &self,
        registry: &Registry,
        request: &http::request::Parts,
    ) -> Option<Response<Body>>;
}

const _: Option<&dyn NonResource> = None;

pub(crate) async fn answer(
    shared: &Shared,
    request: Request<Body>,
) -> Result<Response<Body>, Status> {
    let (parts, _body) = request.into_parts();
    for handler in shared.non_resource() {
        if let Some(response) = handler.serve(shared.registry(), &parts).await {
            return Ok(response);
        }
    }
    Ok(respond::text(404, "404 page not found\n"))
}
