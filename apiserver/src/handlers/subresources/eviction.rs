//! `pods/eviction`: a deletion that asks the disruption budgets first.
//!
//! *Upstream:* `pkg/registry/core/pod/storage/eviction.go`.

use async_trait::async_trait;
use bowline_api::core::v1::Pod;
use bowline_api::policy::v1::{PodDisruptionBudget, UnhealthyPodEvictionPolicyType};
use bowline_apimachinery::codec::json;
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::meta::{DeleteOptions, Preconditions, Status, reason};
use http::Response;
use serde_json::{Value, json};

use crate::admission::Operation;
use crate::body::{self, Body};
use crate::handlers::call::Call;
use crate::handlers::create::{in_namespace, media_type};
use crate::handlers::decode::{self, Expected};
use crate::handlers::options::WriteOptions;
use crate::handlers::respond;
use crate::registry::ObjectAccess as _;
use crate::registry::kinds::typed;
use crate::registry::store::{Part, Transform, WriteContext, validate_options};
use crate::storage::watch_cache::Freshness;

/// How many pods a budget may remember as just evicted.
const MAX_DISRUPTED: usize = 2000;
const EXPECTED: Expected<'_> = Expected { group: "policy", version: "v1", kind: "Eviction" };

/// Evicts a pod.
pub(in crate::handlers) async fn eviction(
    call: &Call,
    body: Body,
) -> Result<Response<Body>, Status> {
    let store = call.store()?;
    let media_type = media_type(call)?;
    let bytes = body::read(body).await?;
    let options = WriteOptions::parse(call, "CreateOptions")?;
    let message = bowline_api::kinds::new(EXPECTED.group, EXPECTED.version, EXPECTED.kind)
        .ok_or_else(|| Status::internal("Eviction is not compiled in"))?;
    let rules = decode::Rules::of(call, &options);
    let mut eviction = decode::built_in(message, &bytes, media_type, EXPECTED, rules)?;
    in_namespace(call, &mut eviction)?;
    let name = call.info.name.as_str();
    if !eviction.name().is_empty() && eviction.name() != name {
        return Err(Status::bad_request(format!(
            "name in URL does not match name in Eviction object: {name} != {}",
            eviction.name()
        )));
    }
    let cx = WriteContext {
        kind: EXPECTED.kind,
        api_version: "policy/v1",
        ..call.write_context(&options.object, options.dry_run)
    };
    let eviction = cx.admit(Operation::Create, eviction, &Value::Null).await?;
    let eviction = cx.judge(Operation::Create, eviction, &Value::Null).await?;

    let mut how = DeleteOptions::default();
    let asked = eviction.at("deleteOptions");
    if asked.is_object() {
        json::from_value(&mut how, asked.clone())
            .map_err(|e| Status::bad_request(e.to_string()))?;
    }
    validate_options(&how)?;
    let dry_run = options.dry_run || !how.dry_run.is_empty();
    let cx = WriteContext { dry_run, ..cx.without_admission() };

    let entry = store.get(call.namespace(), name, Freshness::Newest).await?;
    let pod: Pod = typed(&entry.value());
    if !ignores_budgets(&pod)
        && let Some(budget) = budget_of(call, &pod).await?
    {
        spend(call, &cx, &budget, &pod).await?;
    }
    // What was just judged is what shall go.
    let same = how.preconditions.get_or_insert_with(Box::<Preconditions>::default);
    same.uid.get_or_insert_with(|| pod.metadata.uid.clone());
    store.delete(&cx, &how).await?;
    let mut status = Status::success();
    status.code = 201;
    Ok(respond::status_as(&status, 201, &call.output.plain()))
}

/// Pods that have not begun, have ended or are being deleted cost nobody anything.
fn ignores_budgets(pod: &Pod) -> bool {
    matches!(pod.status.phase.as_str(), "Pending" | "Succeeded" | "Failed")
        || pod.metadata.is_terminating()
}

/// The budget that covers the pod.
async fn budget_of(call: &Call, pod: &Pod) -> Result<Option<PodDisruptionBudget>, Status> {
    let budgets = call.registry().list("policy", "poddisruptionbudgets", call.namespace()).await?;
    let mut found = None;
    for entry in budgets {
        let budget: PodDisruptionBudget = typed(&entry.value());
        let Some(selector) = &budget.spec.selector else { continue };
        let Ok(selector) = Selector::try_from(&**selector) else { continue };
        if !selector.matches(&pod.metadata.labels) {
            continue;
        }
        if found.is_some() {
            return Err(Status::failure(
                500,
                reason::INTERNAL_ERROR,
                "Internal error occurred: This pod has more than one PodDisruptionBudget, which \
                 the eviction subresource does not support.",
            ));
        }
        found = Some(budget);
    }
    Ok(found)
}

/// Takes one disruption off the budget.
async fn spend(
    call: &Call,
    cx: &WriteContext<'_>,
    budget: &PodDisruptionBudget,
    pod: &Pod,
) -> Result<(), Status> {
    let (_, store) = call.registry().store("policy", "poddisruptionbudgets")?;
    let now = call.registry().environment().now().to_string();
    let cx = WriteContext { name: &budget.metadata.name, subresource: "status", ..*cx };
    let spend = Spend { pod, now };
    store.update(&cx, Part::Raw, &spend).await?;
    Ok(())
}

struct Spend<'a> {
    pod: &'a Pod,
    now: String,
}

#[async_trait]
impl Transform for Spend<'_> {
    async fn apply(&self, old: &Value) -> Result<Value, Status> {
        let budget: PodDisruptionBudget = typed(old);
        let name = &budget.metadata.name;
        let status = &budget.status;
        if !self.pod.is_ready() && passes_unhealthy(&budget) {
            return Ok(old.clone());
        }
        if status.observed_generation < budget.metadata.generation {
            return Err(too_many(
                format!("The disruption budget {name} is still being processed by the server."),
                true,
            ));
        }
        if status.disruptions_allowed < 0 {
            let why = "pdb disruptions allowed is negative";
            return Err(Status::forbidden("policy", "poddisruptionbudgets", name, why));
        }
        if status.disrupted_pods.len() > MAX_DISRUPTED {
            let why = "DisruptedPods map too big - too many evictions not confirmed by PDB \
                       controller";
            return Err(Status::forbidden("policy", "poddisruptionbudgets", name, why));
        }
        if status.disruptions_allowed == 0 {
            return Err(too_many(
                format!(
                    "The disruption budget {name} needs {} healthy pods and has {} currently",
                    status.desired_healthy, status.current_healthy
                ),
                false,
            ));
        }
        let mut new = old.clone();
        let left = status.disruptions_allowed - 1;
        new.set("status.disruptionsAllowed", left);
        if left == 0 {
            exhausted(&mut new, &self.now);
        }
        let mut disrupted = new.at("status.disruptedPods").clone();
        if !disrupted.is_object() {
            disrupted = json!({});
        }
        disrupted[&self.pod.metadata.name] = self.now.as_str().into();
        new.set("status.disruptedPods", disrupted);
        Ok(new)
    }
}

/// Whether a pod that is not ready may go without being counted.
fn passes_unhealthy(budget: &PodDisruptionBudget) -> bool {
    let status = &budget.status;
    match &budget.spec.unhealthy_pod_eviction_policy {
        Some(UnhealthyPodEvictionPolicyType::AlwaysAllow) => true,
        _ => status.current_healthy >= status.desired_healthy && status.desired_healthy > 0,
    }
}

fn exhausted(budget: &mut Value, now: &str) {
    let generation = budget.at("status.observedGeneration").clone();
    let condition = json!({
        "type": "DisruptionAllowed", "status": "False", "reason": "InsufficientPods",
        "message": "", "lastTransitionTime": now, "observedGeneration": generation,
    });
    let mut conditions = budget.at("status.conditions").as_array().cloned().unwrap_or_default();
    match conditions.iter_mut().find(|c| c["type"] == "DisruptionAllowed") {
        Some(old) if old["status"] == "False" => {}
        Some(old) => *old = condition,
        None => conditions.push(condition),
    }
    budget.set("status.conditions", conditions);
}

fn too_many(cause: String, retry: bool) -> Status {
    let message = "Cannot evict pod as it would violate the pod's disruption budget.";
    let status = Status::failure(429, reason::TOO_MANY_REQUESTS, message).cause(
        "DisruptionBudget",
        cause,
        "",
    );
    if retry { status.retry_after(10) } else { status }
}
