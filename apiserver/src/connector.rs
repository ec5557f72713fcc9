//! The seam to pods, services and nodes: subresources that carry streams instead of objects.

use async_trait::async_trait;
use http::{Request, Response};
use serde_json::Value;

use crate::body::Body;
use crate::request_info::RequestInfo;

/// Serves `log`, `exec`, `attach`, `portforward` and `proxy`.
///
/// Authorization and admission were passed before; `object` is the pod, service or node.
#[async_trait]
pub trait Connector: Send + Sync + 'static {
    /// Answers a request to a subresource of `object`.
    async fn connect(
        &self,
        request: Request<Body>,
        info: &RequestInfo,
        object: Value,
    ) -> Response<Body>;
}

const _: Option<&dyn Connector> = None;
