//! From requests to answers.

use std::future::Future;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{ALLOW, AUTHORIZATION, HeaderMap, HeaderValue};
use http::{Request, Response, StatusCode};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::auth::{Credentials, KubeletAuth, RequestAttributes};
use super::driver::StreamingError;
use super::handler::KubeletHandler;
use super::logs::PodLogOptions;
use super::query::Query;
use super::remote_command::{self, Command};
use super::response::{self, Body, Refusal};
use super::route::{PodPath, Route};
use super::server::KubeletServerConfig;
use super::{HandlerError, port_forward};
use crate::streaming::{ContainerTarget, PodTarget};

/// A connection that was upgraded.
pub(super) type Connection = TokioIo<Upgraded>;

/// What all requests share.
#[derive(Clone)]
pub(super) struct Context(Arc<Shared>);

struct Shared {
    handler: Arc<dyn KubeletHandler>,
    config: KubeletServerConfig,
    tasks: TaskTracker,
    shutdown: CancellationToken,
}

impl Context {
    pub(super) fn new(handler: Arc<dyn KubeletHandler>, config: KubeletServerConfig) -> Self {
        let (tasks, shutdown) = (TaskTracker::new(), CancellationToken::new());
        Self(Arc::new(Shared { handler, config, tasks, shutdown }))
    }

    pub(super) fn handler(&self) -> &dyn KubeletHandler {
        &*self.0.handler
    }

    pub(super) fn config(&self) -> &KubeletServerConfig {
        &self.0.config
    }

    pub(super) fn tasks(&self) -> &TaskTracker {
        &self.0.tasks
    }

    pub(super) fn shutdown(&self) -> &CancellationToken {
        &self.0.shutdown
    }

    /// Starts `session` once the connection is upgraded. It ends with the server at the latest.
    pub(super) fn upgraded<F>(
        &self,
        connection: OnUpgrade,
        session: impl FnOnce(Connection, Self) -> F + Send + 'static,
    ) where
        F: Future<Output = Result<(), StreamingError>> + Send,
    {
        let context = self.clone();
        self.tasks().spawn(async move {
            let shutdown = context.shutdown().clone();
            let held = async {
                match connection.await {
                    Ok(upgraded) => {
                        if let Err(error) = session(TokioIo::new(upgraded), context).await {
                            tracing::debug!(%error, "streaming connection broke");
                        }
                    }
                    Err(error) => tracing::debug!(%error, "connection was not upgraded"),
                }
            };
            tokio::select! {
                () = held => {}
                () = shutdown.cancelled() => {}
            }
        });
    }

    /// The server's end of a WebSocket over an upgraded connection.
    pub(super) async fn websocket<S>(&self, io: S) -> WebSocketStream<S>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        // Go cuts messages as its callers write them, which may be a whole file at once.
        let config = WebSocketConfig::default()
            .read_buffer_size(16 << 10)
            .write_buffer_size(16 << 10)
            .max_frame_size(Some(64 << 20));
        WebSocketStream::from_raw_socket(io, Role::Server, Some(config)).await
    }

    /// Waits for the client to hang up, who ends the session by doing so; at most so long as the
    /// configuration says. Closing first would lose what the client has yet to read.
    pub(super) async fn linger(&self) {
        tokio::time::sleep(self.config().finish_timeout).await;
    }

    /// Answers one request.
    pub(super) async fn answer<B>(
        &self,
        mut request: Request<B>,
        certificates: Vec<rustls::pki_types::CertificateDer<'static>>,
        auth: &dyn KubeletAuth,
    ) -> Response<Body> {
        let bearer_token = bearer_token(request.headers());
        let credentials = Credentials { certificates, bearer_token };
        let attributes = RequestAttributes::new(request.method(), request.uri().path());
        if let Err(error) = auth.authorize(&credentials, &attributes).await {
            let status = match &error {
                super::AuthError::Unauthorized => StatusCode::UNAUTHORIZED,
                super::AuthError::Forbidden { .. } => StatusCode::FORBIDDEN,
                super::AuthError::Failed { .. } => StatusCode::INTERNAL_SERVER_ERROR,
            };
            tracing::debug!(%error, path = attributes.path, "request turned away");
            return response::text(status, error.to_string());
        }
        let connection = hyper::upgrade::on(&mut request);
        self.route(&request, connection).await.unwrap_or_else(|refusal| *refusal.0)
    }

    async fn route<B>(
        &self,
        request: &Request<B>,
        connection: OnUpgrade,
    ) -> Result<Response<Body>, Refusal> {
        let headers = request.headers();
        let query = Query::parse(request.uri().query().unwrap_or_default());
        let json = |body: Bytes| response::respond(StatusCode::OK, response::JSON, body);
        Ok(match Route::parse(request.method(), request.uri().path()) {
            Route::Exec(pod, container) => {
                let command = query.all("command").map(Into::into).collect();
                let target = ContainerTarget { pod: self.pod(pod).await?, container };
                let command = Command::Exec(command);
                remote_command::serve(self, command, target, &query, headers, connection)?
            }
            Route::Attach(pod, container) => {
                let target = ContainerTarget { pod: self.pod(pod).await?, container };
                let command = Command::Attach;
                remote_command::serve(self, command, target, &query, headers, connection)?
            }
            Route::PortForward(pod) => {
                let pod = self.pod(pod).await?;
                port_forward::serve(self, pod, &query, headers, connection)?
            }
            Route::Run(pod, container) => {
                let target = ContainerTarget { pod: self.pod(pod).await?, container };
                let command = query.first("cmd").unwrap_or_default();
                let command: Vec<String> = command.split(' ').map(Into::into).collect();
                let output = remote_command::collect(self, &target, &command).await;
                json(output.map_err(|error| HandlerError::Internal(error.to_string()))?.into())
            }
            Route::ContainerLogs(pod, container) => {
                let options = PodLogOptions::from_query(&query)?;
                let target = ContainerTarget { pod: self.pod(pod).await?, container };
                response::stream(self.handler().container_logs(&target, options).await?)
            }
            Route::Pods => json(pod_list(&self.handler().pods().await)?),
            Route::RunningPods => json(pod_list(&self.handler().running_pods().await)?),
            Route::Healthz => self.healthz(&query).await,
            Route::Metrics(endpoint) => {
                let metrics = self.handler().metrics(endpoint).await?;
                response::respond(StatusCode::OK, response::METRICS, metrics)
            }
            Route::StatsSummary => json(self.handler().stats_summary().await?),
            Route::Configz => json(self.handler().configz().await?),
            Route::MethodNotAllowed(allow) => {
                let mut refusal =
                    response::text(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed");
                refusal.headers_mut().insert(ALLOW, HeaderValue::from_static(allow));
                refusal
            }
            Route::NotFound => response::text(StatusCode::NOT_FOUND, "404 page not found\n"),
        })
    }

    async fn pod(&self, path: PodPath) -> Result<PodTarget, HandlerError> {
        let pod = self.handler().pod(&path.namespace, &path.name).await;
        pod.filter(|pod| path.uid.is_none_or(|uid| uid == pod.uid))
            .ok_or_else(|| HandlerError::NotFound("pod does not exist".into()))
    }

    async fn healthz(&self, query: &Query) -> Response<Body> {
        let mut report = String::from("[+]ping ok\n[+]log ok\n");
        let mut status = StatusCode::OK;
        for check in self.handler().health_checks().await {
            let name = check.name;
            match check.outcome {
                Ok(()) => report.push_str(&format!("[+]{name} ok\n")),
                Err(reason) => {
                    tracing::warn!(check = name, reason, "health check failed");
                    status = StatusCode::INTERNAL_SERVER_ERROR;
                    report.push_str(&format!("[-]{name} failed: reason withheld\n"));
                }
            }
        }
        match (status, query.first("verbose")) {
            (StatusCode::OK, None) => response::text(status, "ok"),
            (StatusCode::OK, Some(_)) => response::text(status, report + "healthz check passed\n"),
            _ => response::text(status, report + "healthz check failed\n"),
        }
    }
}

fn pod_list(pods: &[Arc<bowline_api::core::v1::Pod>]) -> Result<Bytes, HandlerError> {
    let items: Vec<_> = pods.iter().map(|pod| &**pod).collect();
    let list = serde_json::json!({
        "kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": items,
    });
    let body = serde_json::to_vec(&list);
    Ok(body.map_err(|error| HandlerError::Internal(error.to_string()))?.into())
}

fn bearer_token(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}
