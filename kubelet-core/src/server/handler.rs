//! What the kubelet answers to its server.

use std::io;
use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::core::v1::Pod;
use bytes::Bytes;
use futures::stream::BoxStream;
use http::StatusCode;

use super::logs::PodLogOptions;
use super::route::MetricsEndpoint;
use crate::streaming::{ContainerTarget, PodTarget, Streamer};

/// A container's log, in pieces as they are to be sent. An error cuts the response off.
pub type LogStream = BoxStream<'static, io::Result<Bytes>>;

/// One of the checks of `/healthz`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthCheck {
    /// What was checked, `syncloop` for example.
    pub name: String,
    /// What is wrong; said only in the log.
    pub outcome: Result<(), String>,
}

/// A request that cannot be answered. The texts go to the caller.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HandlerError {
    /// 404: there is no such pod or container.
    #[error("{0}")]
    NotFound(String),
    /// 400: the request makes no sense.
    #[error("{0}")]
    BadRequest(String),
    /// 422: the request has values that are not allowed.
    #[error("{0}")]
    Invalid(String),
    /// 405: this server does not do such things.
    #[error("{0}")]
    Disabled(String),
    /// 500: the kubelet or its runtime failed.
    #[error("{0}")]
    Internal(String),
}

impl HandlerError {
    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Disabled(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Answers what [`super::KubeletServer`] is asked.
///
/// *Contract.* Called concurrently from many connections. A call is dropped when its caller hangs
/// up.
#[async_trait]
pub trait KubeletHandler: Streamer + 'static {
    /// The pod of this name, if the node has it.
    async fn pod(&self, namespace: &str, name: &str) -> Option<PodTarget>;

    /// The pods that the node is to run, for `/pods`.
    async fn pods(&self) -> Vec<Arc<Pod>>;

    /// The pods that the runtime runs, for `/runningpods/`. By default the same as `pods`.
    async fn running_pods(&self) -> Vec<Arc<Pod>> {
        self.pods().await
    }

    /// The log of a container.
    ///
    /// # Errors
    /// There is no such container, or no log of it.
    async fn container_logs(
        &self,
        target: &ContainerTarget,
        options: PodLogOptions,
    ) -> Result<LogStream, HandlerError>;

    /// The checks of `/healthz`, beside `ping` and `log`.
    async fn health_checks(&self) -> Vec<HealthCheck>;

    /// A set of metrics in Prometheus' text format.
    ///
    /// # Errors
    /// There are none of this kind.
    async fn metrics(&self, endpoint: MetricsEndpoint) -> Result<String, HandlerError>;

    /// The JSON of a `Summary` of `stats/v1alpha1`.
    ///
    /// # Errors
    /// There are no statistics.
    async fn stats_summary(&self) -> Result<Bytes, HandlerError>;

    /// The JSON of the configuration, for `/configz`. By default there is none.
    ///
    /// # Errors
    /// The configuration is not shown.
    async fn configz(&self) -> Result<Bytes, HandlerError> {
        Err(HandlerError::NotFound("404 page not found".into()))
    }
}

const _: Option<&dyn KubeletHandler> = None;
