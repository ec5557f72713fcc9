//! What happens to every request, in upstream's order.
//!
//! *Upstream:* `apiserver/pkg/server/config.go`, `DefaultBuildHandlerChain`.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use bowline_apimachinery::meta::Status;
use futures::FutureExt as _;
use http::header::{AUTHORIZATION, CACHE_CONTROL, HeaderName, WARNING};
use http::{HeaderValue, Request, Response};
use tokio::time::Instant;

use super::shared::Shared;
use crate::authentication::{AUTHENTICATED, Impersonation, User};
use crate::body::Body;
use crate::filters::deadline;
use crate::handlers::{self, Call, respond};
use crate::negotiation::{Offer, Output, negotiate};
use crate::non_resource;
use crate::registry::warnings::Warnings;
use crate::request_info::RequestInfo;

const AUDIT_ID: HeaderName = HeaderName::from_static("audit-id");

/// Answers a request.
pub(super) async fn answer(shared: Arc<Shared>, mut request: Request<Body>) -> Response<Body> {
    let audit_id = match request.headers().get(AUDIT_ID) {
        Some(id) => id.clone(),
        None => {
            let id = shared.registry().environment().random.uuid_v4();
            let id = HeaderValue::from_str(&id).unwrap_or_else(|_| HeaderValue::from_static(""));
            request.headers_mut().insert(AUDIT_ID, id.clone());
            id
        }
    };
    let warnings = Warnings::default();
    let path = request.uri().path().to_owned();
    let contained = AssertUnwindSafe(contained(shared, request, warnings.clone()));
    let mut response = match contained.catch_unwind().await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!(%path, "request panicked");
            respond::text(
                500,
                "This request caused apiserver to panic. Look in the logs for details.\n",
            )
        }
    };
    let headers = response.headers_mut();
    headers.insert(AUDIT_ID, audit_id);
    headers.entry(CACHE_CONTROL).or_insert_with(|| HeaderValue::from_static("no-cache, private"));
    for warning in warnings.headers() {
        if let Ok(value) = HeaderValue::from_str(&warning) {
            headers.append(WARNING, value);
        }
    }
    response
}

async fn contained(
    shared: Arc<Shared>,
    request: Request<Body>,
    warnings: Warnings,
) -> Response<Body> {
    let output = output_for_failures(&request);
    let info = RequestInfo::parse(request.method(), request.uri());
    let counted = Counted::begin(shared.clone(), info.clone());
    let limit = deadline::of(&info, request.uri(), shared.config().request_timeout);
    let outcome = match limit {
        Err(status) => Err(status),
        Ok(None) => filtered(shared, request, info, warnings).await,
        Ok(Some(limit)) => {
            let work = filtered(shared, request, info, warnings);
            tokio::time::timeout(limit, work).await.unwrap_or_else(|_| Err(deadline::exceeded()))
        }
    };
    let response = outcome.unwrap_or_else(|status| respond::failure(&status, &output));
    counted.end(response.status().as_u16());
    response
}

/// A request as the metrics see it; one that is dropped without an answer counts as given up.
struct Counted {
    shared: Arc<Shared>,
    info: RequestInfo,
    since: Instant,
    code: u16,
}

/// How upstream counts requests whose client has gone.
const GIVEN_UP: u16 = 499;

impl Counted {
    fn begin(shared: Arc<Shared>, info: RequestInfo) -> Self {
        shared.metrics().begin(&info);
        Self { shared, info, since: Instant::now(), code: GIVEN_UP }
    }

    fn end(mut self, code: u16) {
        self.code = code;
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.shared.metrics().end(&self.info, self.code, self.since.elapsed());
    }
}

async fn filtered(
    shared: Arc<Shared>,
    request: Request<Body>,
    info: RequestInfo,
    warnings: Warnings,
) -> Result<Response<Body>, Status> {
    let (mut parts, body) = request.into_parts();
    let user = authenticate(&shared, &mut parts).await?;
    let user = impersonate(&shared, user, &mut parts).await?;
    shared.authorize(&user, &info).await?;
    if !info.resource_request {
        return non_resource::answer(&shared, Request::from_parts(parts, body)).await;
    }
    let served = shared.registry().catalog().served();
    let Some(resource) = served.find(&info.group, &info.version, &info.resource).cloned() else {
        if served.in_version(&info.group, &info.version).next().is_some() {
            return Err(handlers::not_found());
        }
        return Ok(respond::text(404, "404 page not found\n"));
    };
    let call = Call::new(shared, parts, info, user, warnings, resource)?;
    handlers::dispatch(call, body).await
}

/// Who sends the request.
async fn authenticate(
    shared: &Shared,
    parts: &mut http::request::Parts,
) -> Result<Arc<User>, Status> {
    // Only code of this process can have put a user there.
    if let Some(user) = parts.extensions.get::<Arc<User>>() {
        return Ok(user.clone());
    }
    if let Some(user) = parts.extensions.get::<User>() {
        return Ok(Arc::new(user.clone()));
    }
    let Some(authenticator) = shared.authenticator() else {
        return Ok(Arc::new(User::anonymous()));
    };
    let outcome = authenticator.authenticate(parts).await;
    parts.headers.remove(AUTHORIZATION);
    match outcome {
        Ok(Some(mut user)) => {
            if user.name != crate::authentication::ANONYMOUS && !user.in_group(AUTHENTICATED) {
                user.groups.push(AUTHENTICATED.to_owned());
            }
            Ok(Arc::new(user))
        }
        Ok(None) => Err(Status::unauthorized()),
        Err(error) => {
            tracing::debug!(%error, "request could not be authenticated");
            Err(Status::unauthorized())
        }
    }
}

/// Whom the sender acts as, if they may.
async fn impersonate(
    shared: &Shared,
    user: Arc<User>,
    parts: &mut http::request::Parts,
) -> Result<Arc<User>, Status> {
    let wanted = Impersonation::from_headers(&parts.headers)
        .map_err(|error| Status::internal(error.to_string()))?;
    let Some(wanted) = wanted else { return Ok(user) };
    for question in wanted.questions(&user) {
        shared.ask(&question).await?;
    }
    let mine: Vec<_> =
        parts.headers.keys().filter(|n| n.as_str().starts_with("impersonate-")).cloned().collect();
    for name in mine {
        parts.headers.remove(name);
    }
    Ok(Arc::new(wanted.into_user()))
}

/// Failures are told in the encoding the client prefers, if it is one of ours.
fn output_for_failures(request: &Request<Body>) -> Output {
    let accept = request.headers().get(http::header::ACCEPT);
    let accept = accept.and_then(|v| v.to_str().ok()).unwrap_or("");
    negotiate(accept, Offer::BUILT_IN).unwrap_or_else(|_| Output::json()).plain()
}
