//! Kinds that run pods.

use bowline_api::apps::v1::{ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet};
use bowline_api::autoscaling::v2::{
    HorizontalPodAutoscaler, MetricSpec, MetricStatus, MetricTarget, MetricValueStatus,
};
use bowline_api::batch::v1::{CronJob, Job};
use bowline_api::core::v1::{Container, PodTemplate, ReplicationController};
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::time::{Time, human_duration};

use super::cell::{Row, age, cells, joined, label_map, or, selector};

fn names(containers: &[Container]) -> String {
    containers.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(",")
}

fn images(containers: &[Container]) -> String {
    containers.iter().map(|c| c.image.as_str()).collect::<Vec<_>>().join(",")
}

pub(super) fn deployment(d: &Deployment, now: Time) -> Row {
    let containers = &d.spec.template.spec.containers;
    let wanted = d.spec.replicas.unwrap_or_default();
    // Upstream prints this one selector by itself, with other words at the edges.
    let selector = match Selector::from_label_selector(d.spec.selector.as_deref()) {
        Ok(selector) => selector.to_string(),
        Err(_) => "<invalid>".to_owned(),
    };
    Row::from(cells![
        d.metadata.name,
        format!("{}/{wanted}", d.status.ready_replicas),
        d.status.updated_replicas,
        d.status.available_replicas,
        age(d.metadata.creation_timestamp, now),
        names(containers),
        images(containers),
        selector,
    ])
}

pub(super) fn replica_set(r: &ReplicaSet, now: Time) -> Row {
    let containers = &r.spec.template.spec.containers;
    Row::from(cells![
        r.metadata.name,
        r.spec.replicas.unwrap_or_default(),
        r.status.replicas,
        r.status.ready_replicas,
        age(r.metadata.creation_timestamp, now),
        names(containers),
        images(containers),
        selector(r.spec.selector.as_deref()),
    ])
}

pub(super) fn replication_controller(r: &ReplicationController, now: Time) -> Row {
    let template = r.spec.template.as_deref();
    let containers = template.map(|t| t.spec.containers.as_slice()).unwrap_or_default();
    Row::from(cells![
        r.metadata.name,
        r.spec.replicas.unwrap_or_default(),
        r.status.replicas,
        r.status.ready_replicas,
        age(r.metadata.creation_timestamp, now),
        names(containers),
        images(containers),
        label_map(&r.spec.selector),
    ])
}

pub(super) fn stateful_set(s: &StatefulSet, now: Time) -> Row {
    let containers = &s.spec.template.spec.containers;
    let wanted = s.spec.replicas.unwrap_or_default();
    Row::from(cells![
        s.metadata.name,
        format!("{}/{wanted}", s.status.ready_replicas),
        age(s.metadata.creation_timestamp, now),
        names(containers),
        images(containers),
    ])
}

pub(super) fn daemon_set(d: &DaemonSet, now: Time) -> Row {
    let pod = &d.spec.template.spec;
    Row::from(cells![
        d.metadata.name,
        d.status.desired_number_scheduled,
        d.status.current_number_scheduled,
        d.status.number_ready,
        d.status.updated_number_scheduled,
        d.status.number_available,
        label_map(&pod.node_selector),
        age(d.metadata.creation_timestamp, now),
        names(&pod.containers),
        images(&pod.containers),
        selector(d.spec.selector.as_deref()),
    ])
}

pub(super) fn job(j: &Job, now: Time) -> Row {
    let containers = &j.spec.template.spec.containers;
    let completions = match (j.spec.completions, j.spec.parallelism) {
        (Some(wanted), _) => format!("{}/{wanted}", j.status.succeeded),
        (None, Some(parallelism)) if parallelism > 1 => {
            format!("{}/1 of {parallelism}", j.status.succeeded)
        }
        (None, _) => format!("{}/1", j.status.succeeded),
    };
    let duration = match (j.status.start_time, j.status.completion_time) {
        (None, _) => String::new(),
        (Some(start), None) => human_duration(now.since(start)),
        (Some(start), Some(end)) => human_duration(end.since(start)),
    };
    let holds =
        |ty: &str| j.status.conditions.iter().any(|c| c.type_ == ty && c.status.as_str() == "True");
    let status = if holds("Complete") {
        "Complete"
    } else if holds("Failed") {
        "Failed"
    } else if j.metadata.is_terminating() {
        "Terminating"
    } else if holds("Suspended") {
        "Suspended"
    } else if holds("FailureTarget") {
        "FailureTarget"
    } else if holds("SuccessCriteriaMet") {
        "SuccessCriteriaMet"
    } else {
        "Running"
    };
    Row::from(cells![
        j.metadata.name,
        status,
        completions,
        duration,
        age(j.metadata.creation_timestamp, now),
        names(containers),
        images(containers),
        selector(j.spec.selector.as_deref()),
    ])
}

pub(super) fn cron_job(c: &CronJob, now: Time) -> Row {
    let job = &c.spec.job_template.spec;
    let containers = &job.template.spec.containers;
    let last = match c.status.last_schedule_time {
        Some(at) => age(Some(at), now),
        None => "<none>".to_owned(),
    };
    Row::from(cells![
        c.metadata.name,
        c.spec.schedule,
        or(c.spec.time_zone.as_deref().unwrap_or_default(), "<none>"),
        if c.spec.suspend == Some(true) { "True" } else { "False" },
        c.status.active.len(),
        last,
        age(c.metadata.creation_timestamp, now),
        names(containers),
        images(containers),
        selector(job.selector.as_deref()),
    ])
}

pub(super) fn pod_template(p: &PodTemplate, _: Time) -> Row {
    let containers = &p.template.spec.containers;
    Row::from(cells![
        p.metadata.name,
        names(containers),
        images(containers),
        label_map(&p.template.metadata.labels),
    ])
}

pub(super) fn controller_revision(c: &ControllerRevision, now: Time) -> Row {
    let owner = c.metadata.controller().map_or_else(
        || "<none>".to_owned(),
        |o| {
            let (group, _) = o.api_version.split_once('/').unwrap_or(("", ""));
            let kind = o.kind.to_lowercase();
            let kind = if group.is_empty() { kind } else { format!("{kind}.{group}") };
            format!("{kind}/{}", o.name)
        },
    );
    Row::from(cells![c.metadata.name, owner, c.revision, age(c.metadata.creation_timestamp, now),])
}

pub(super) fn horizontal_pod_autoscaler(h: &HorizontalPodAutoscaler, now: Time) -> Row {
    let target = &h.spec.scale_target_ref;
    let minimum = h.spec.min_replicas.map_or_else(|| "<unset>".to_owned(), |n| n.to_string());
    Row::from(cells![
        h.metadata.name,
        format!("{}/{}", target.kind, target.name),
        metrics(&h.spec.metrics, &h.status.current_metrics),
        minimum,
        h.spec.max_replicas,
        h.status.current_replicas,
        age(h.metadata.creation_timestamp, now),
    ])
}

/// Current and wanted value of each metric; the first three are told.
fn metrics(specs: &[MetricSpec], statuses: &[MetricStatus]) -> String {
    if specs.is_empty() {
        return "<none>".to_owned();
    }
    let mut list = Vec::new();
    for (i, spec) in specs.iter().enumerate() {
        let status = statuses.get(i);
        list.push(match spec.type_.as_str() {
            "External" => {
                let s = spec.external.as_deref();
                let current = status.and_then(|s| s.external.as_deref()).map(|s| &s.current);
                average_or_value(s.map(|s| &s.target), current)
            }
            "Pods" => {
                let target = spec.pods.as_deref().map(|s| &s.target);
                let current = status.and_then(|s| s.pods.as_deref()).map(|s| &s.current);
                pair(
                    current.and_then(|c| c.average_value.as_ref()).map(ToString::to_string),
                    target.and_then(|t| t.average_value.as_ref()).map(ToString::to_string),
                )
            }
            "Object" => {
                let target = spec.object.as_deref().map(|s| &s.target);
                let current = status.and_then(|s| s.object.as_deref()).map(|s| &s.current);
                average_or_value(target, current)
            }
            "Resource" => {
                let name = spec.resource.as_deref().map_or("", |s| s.name.as_str());
                let target = spec.resource.as_deref().map(|s| &s.target);
                let current = status.and_then(|s| s.resource.as_deref()).map(|s| &s.current);
                format!("{name}: {}", utilization(target, current))
            }
            "ContainerResource" => {
                let name = spec.container_resource.as_deref().map_or("", |s| s.name.as_str());
                let target = spec.container_resource.as_deref().map(|s| &s.target);
                let current =
                    status.and_then(|s| s.container_resource.as_deref()).map(|s| &s.current);
                format!("{name}: {}", utilization(target, current))
            }
            _ => "<unknown type>".to_owned(),
        });
    }
    let shown = list.iter().take(2).map(String::as_str).collect::<Vec<_>>().join(", ");
    if list.len() > 2 {
        format!("{shown} + {} more...", list.len() - 2)
    } else {
        joined([shown.as_str()])
    }
}

fn pair(current: Option<String>, target: Option<String>) -> String {
    let unknown = || "<unknown>".to_owned();
    format!("{}/{}", current.unwrap_or_else(unknown), target.unwrap_or_else(|| "<auto>".to_owned()))
}

fn average_or_value(target: Option<&MetricTarget>, current: Option<&MetricValueStatus>) -> String {
    match target.and_then(|t| t.average_value.as_ref()) {
        Some(average) => {
            let current = current.and_then(|c| c.average_value.as_ref());
            pair(current.map(ToString::to_string), Some(format!("{average} (avg)")))
        }
        None => pair(
            current.and_then(|c| c.value.as_ref()).map(ToString::to_string),
            target.and_then(|t| t.value.as_ref()).map(ToString::to_string),
        ),
    }
}

fn utilization(target: Option<&MetricTarget>, current: Option<&MetricValueStatus>) -> String {
    if let Some(average) = target.and_then(|t| t.average_value.as_ref()) {
        let current = current.and_then(|c| c.average_value.as_ref());
        return pair(current.map(ToString::to_string), Some(average.to_string()));
    }
    pair(
        current.and_then(|c| c.average_utilization).map(|v| format!("{v}%")),
        target.and_then(|t| t.average_utilization).map(|v| format!("{v}%")),
    )
}
