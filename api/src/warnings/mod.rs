//! What the user of a client should know of an object of a built-in kind that is good.
//!
//! Objects come with their defaults.
//!
//! *Upstream:* `pkg/api/{pod,service,node,persistentvolume,job,...}/warnings.go` and the `WarningsOn...` functions of the strategies in `pkg/registry`.

mod containers;
mod labels;
mod other;
mod pods;
mod services;
#[cfg(test)]
mod tests;
mod volumes;

use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::validation::field::Path;
use bowline_apimachinery::validation::names::dns1123_label;

use crate::apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet};
use crate::batch::v1::{CronJob, Job};
use crate::core::v1::{Pod, PodTemplate, PodTemplateSpec, ReplicationController};

const SPEC: Path<'_> = Path::new("spec");

/// What is to be said of a new object.
#[must_use]
pub fn create(object: &dyn Message) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(pod) = object.downcast_ref::<Pod>() {
        name(&pod.metadata.name, "the Pod's hostname", &mut out);
        pods::pod(&pod.spec, &pod.metadata, &pods::Place::of_pod(), &mut out);
    } else {
        if let Some(name) = named(object) {
            self::name(name, "Pod names and hostnames", &mut out);
        }
        of_object(object, &mut out);
    }
    out
}

/// What is to be said of a changed object; nothing of a pod, which few people change by hand.
#[must_use]
pub fn update(new: &dyn Message, old: &dyn Message) -> Vec<String> {
    let mut out = Vec::new();
    if new.downcast_ref::<Pod>().is_none() && !same_template(new, old) {
        of_object(new, &mut out);
    }
    out
}

/// Whether the objects make the same pods, as most changes of controllers leave it.
fn same_template(new: &dyn Message, old: &dyn Message) -> bool {
    match (template(new), template(old)) {
        (Some((new, _)), Some((old, _))) => new == old,
        _ => false,
    }
}

fn of_object(object: &dyn Message, out: &mut Vec<String>) {
    if let Some((template, steps)) = template(object) {
        with_path(&SPEC, steps, &mut |path| {
            let place = pods::Place::of_template(path);
            pods::pod(&template.spec, &template.metadata, &place, out);
        });
    }
    other::of(object, out);
}

/// Calls `then` with a path of some steps below `path`.
fn with_path(path: &Path<'_>, steps: &[&'static str], then: &mut dyn FnMut(&Path<'_>)) {
    match steps {
        [] => then(path),
        [step, rest @ ..] => with_path(&path.child(step), rest, then),
    }
}

/// What an object makes pods from, and where in its specification that stands.
fn template(object: &dyn Message) -> Option<(&PodTemplateSpec, &'static [&'static str])> {
    const TEMPLATE: &[&str] = &["template"];
    if let Some(of) = object.downcast_ref::<Deployment>() {
        return Some((&of.spec.template, TEMPLATE));
    }
    if let Some(of) = object.downcast_ref::<ReplicaSet>() {
        return Some((&of.spec.template, TEMPLATE));
    }
    if let Some(of) = object.downcast_ref::<DaemonSet>() {
        return Some((&of.spec.template, TEMPLATE));
    }
    if let Some(of) = object.downcast_ref::<StatefulSet>() {
        return Some((&of.spec.template, TEMPLATE));
    }
    if let Some(of) = object.downcast_ref::<ReplicationController>() {
        return of.spec.template.as_deref().map(|template| (template, TEMPLATE));
    }
    if let Some(of) = object.downcast_ref::<Job>() {
        return Some((&of.spec.template, TEMPLATE));
    }
    if let Some(of) = object.downcast_ref::<CronJob>() {
        let steps = &["jobTemplate", "spec", "template"];
        return Some((&of.spec.job_template.spec.template, steps));
    }
    let of = object.downcast_ref::<PodTemplate>()?;
    Some((&of.template, TEMPLATE))
}

/// The name that the pods of an object get in theirs.
fn named(object: &dyn Message) -> Option<&str> {
    let metadata = if let Some(of) = object.downcast_ref::<Deployment>() {
        &of.metadata
    } else if let Some(of) = object.downcast_ref::<ReplicaSet>() {
        &of.metadata
    } else if let Some(of) = object.downcast_ref::<StatefulSet>() {
        &of.metadata
    } else if let Some(of) = object.downcast_ref::<ReplicationController>() {
        &of.metadata
    } else if let Some(of) = object.downcast_ref::<CronJob>() {
        &of.metadata
    } else {
        &object.downcast_ref::<Job>()?.metadata
    };
    Some(&metadata.name)
}

fn name(name: &str, used: &str, out: &mut Vec<String>) {
    let complaints = dns1123_label(name);
    if !complaints.is_empty() {
        out.push(format!(
            "metadata.name: this is used in {used}, which can result in surprising behavior; a \
             DNS label is recommended: [{}]",
            complaints.join(" ")
        ));
    }
}
