//! Kinds that are answered and not stored: reviews, bindings, component statuses.

use bowline_apimachinery::meta::Status;
use http::Response;
use serde_json::{Value, json};

use super::call::{Call, not_allowed};
use super::create::{in_namespace, media_type, read_object};
use super::options::WriteOptions;
use super::respond;
use super::subresources::binding;
use crate::admission::Operation;
use crate::body::{self, Body};

/// Answers a request to such a kind.
pub(crate) async fn answer(call: &Call, body: Body) -> Result<Response<Body>, Status> {
    match (call.resource.plural.as_str(), call.info.verb.as_str()) {
        ("bindings", "create") => binding::binding(call, body).await,
        ("componentstatuses", "list") => component_statuses(call),
        ("componentstatuses", _) => {
            Err(Status::not_found("", "componentstatuses", &call.info.name))
        }
        (_, "create") => review(call, body).await,
        _ => Err(not_allowed()),
    }
}

async fn review(call: &Call, body: Body) -> Result<Response<Body>, Status> {
    let media_type = media_type(call)?;
    let bytes = body::read(body).await?;
    let options = WriteOptions::parse(call, "CreateOptions")?;
    let mut question = read_object(call, &bytes, media_type, &options)?;
    in_namespace(call, &mut question)?;
    let cx = call.write_context(&options.object, options.dry_run);
    let question = cx.admit(Operation::Create, question, &Value::Null).await?;
    let question = cx.judge(Operation::Create, question, &Value::Null).await?;
    let plural = &call.resource.plural;
    let answer =
        call.server.reviews().answer(plural, call.namespace(), &call.user, question).await?;
    respond::value(201, &call.output.plain(), &answer)
}

/// The parts of a control plane are not in the server's sight, so there is nothing to list.
fn component_statuses(call: &Call) -> Result<Response<Body>, Status> {
    let list = json!({
        "kind": "ComponentStatusList", "apiVersion": "v1", "metadata": {}, "items": [],
    });
    respond::value(200, &call.output.plain(), &list)
}
