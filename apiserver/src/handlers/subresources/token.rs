//! `serviceaccounts/token`: a signed token for an account.
//!
//! *Upstream:* `pkg/registry/core/serviceaccount/storage/token.go`.

use bowline_apimachinery::meta::{Status, reason};
use http::Response;
use serde_json::Value;

use crate::admission::Operation;
use crate::body::{self, Body};
use crate::handlers::call::Call;
use crate::handlers::create::media_type;
use crate::handlers::decode::{self, Expected};
use crate::handlers::options::WriteOptions;
use crate::handlers::respond;
use crate::registry::ObjectAccess as _;
use crate::registry::store::WriteContext;
use crate::storage::watch_cache::Freshness;

const EXPECTED: Expected<'_> =
    Expected { group: "authentication.k8s.io", version: "v1", kind: "TokenRequest" };

/// Issues a token.
pub(in crate::handlers) async fn token(call: &Call, body: Body) -> Result<Response<Body>, Status> {
    let store = call.store()?;
    let media_type = media_type(call)?;
    let bytes = body::read(body).await?;
    let options = WriteOptions::parse(call, "CreateOptions")?;
    let message = bowline_api::kinds::new(EXPECTED.group, EXPECTED.version, EXPECTED.kind)
        .ok_or_else(|| Status::internal("TokenRequest is not compiled in"))?;
    let rules = decode::Rules::of(call, &options);
    let request = decode::built_in(message, &bytes, media_type, EXPECTED, rules)?;

    let account = store.get(call.namespace(), &call.info.name, Freshness::Newest).await?.value();
    let mut request = checked(call, request, &account)?;
    request.metadata_mut().insert("name".into(), call.info.name.as_str().into());
    request.metadata_mut().insert("namespace".into(), call.namespace().into());
    request
        .metadata_mut()
        .insert("creationTimestamp".into(), call.registry().environment().now().to_string().into());

    let cx = WriteContext {
        kind: EXPECTED.kind,
        api_version: "authentication.k8s.io/v1",
        ..call.write_context(&options.object, options.dry_run)
    };
    let request = cx.admit(Operation::Create, request, &Value::Null).await?;
    let request = cx.judge(Operation::Create, request, &Value::Null).await?;
    let bound = bound(call, &request).await?;
    let Some(issuer) = call.server.token_issuer() else {
        return Err(Status::failure(
            404,
            reason::NOT_FOUND,
            "the server could not find the requested resource",
        ));
    };
    let answer = issuer.issue(&account, request, bound.as_ref()).await?;
    respond::value(201, &call.output.plain(), &answer)
}

/// Refuses a request that is meant for another account.
fn checked(call: &Call, request: Value, account: &Value) -> Result<Value, Status> {
    let refuse = |why: String| Err(Status::bad_request(why));
    let (name, namespace, uid) = (request.name(), request.namespace(), request.uid());
    if !name.is_empty() && name != call.info.name {
        return refuse(format!(
            "must match the service account name (\"{}\"), found \"{name}\"",
            call.info.name
        ));
    }
    if !namespace.is_empty() && namespace != call.namespace() {
        return refuse(format!(
            "must match the service account namespace (\"{}\"), found \"{namespace}\"",
            call.namespace()
        ));
    }
    if !uid.is_empty() && uid != account.uid() {
        let why = format!(
            "the UID in the token request ({uid}) does not match the UID of the service account \
             ({})",
            account.uid()
        );
        return Err(Status::conflict("", "serviceaccounts", &call.info.name, &why));
    }
    Ok(request)
}

/// The object that the token shall be bound to.
async fn bound(call: &Call, request: &Value) -> Result<Option<Value>, Status> {
    let reference = request.at("spec.boundObjectRef");
    if reference.is_null() {
        return Ok(None);
    }
    let (kind, name, uid) = (reference.text("kind"), reference.text("name"), reference.text("uid"));
    let (resource, namespace) = match kind {
        "Pod" => ("pods", call.namespace()),
        "Secret" => ("secrets", call.namespace()),
        "Node" => ("nodes", ""),
        other => {
            let api_version = reference.text("apiVersion");
            return Err(Status::bad_request(format!(
                "cannot bind token for serviceaccount \"{}\" to object {api_version}, Kind={other}",
                call.info.name
            )));
        }
    };
    let object = call.registry().get("", resource, namespace, name).await?;
    let object = object.ok_or_else(|| Status::not_found("", resource, name))?;
    if !uid.is_empty() && uid != object.uid() {
        let why = format!(
            "the UID in the bound object reference ({uid}) does not match the UID in record. The \
             object might have been deleted and then recreated"
        );
        return Err(Status::conflict("", resource, name, &why));
    }
    if resource == "pods" && object.text("spec.serviceAccountName") != call.info.name {
        return Err(Status::bad_request(format!(
            "cannot bind token for serviceaccount \"{}\" to pod running with different \
             serviceaccount name.",
            call.info.name
        )));
    }
    Ok(Some(object))
}
