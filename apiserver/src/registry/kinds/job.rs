//! Jobs: each selects its own pods by a label that the server invents.
//!
//! *Upstream:* `pkg/registry/batch/job/strategy.go`.

use serde_json::{Value, json};

use crate::registry::object::ObjectAccess as _;
use crate::registry::store::WriteContext;
use crate::registry::strategy::{Strategy, Traits};

const CONTROLLER_UID: &str = "batch.kubernetes.io/controller-uid";
const JOB_NAME: &str = "batch.kubernetes.io/job-name";
/// The same labels as older clients know them.
const LEGACY: [&str; 2] = ["controller-uid", "job-name"];

#[derive(Debug)]
pub(crate) struct JobStrategy(pub(crate) Traits);

impl Strategy for JobStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn prepare_for_create(&self, _: &WriteContext<'_>, job: &mut Value) {
        if job.at("spec.manualSelector") != &Value::Bool(true) {
            let (uid, name) = (job.uid().to_owned(), job.name().to_owned());
            let mut labels = job.at("spec.template.metadata.labels").clone();
            if !labels.is_object() {
                labels = json!({});
            }
            for (key, value) in
                [(CONTROLLER_UID, &uid), (JOB_NAME, &name), (LEGACY[0], &uid), (LEGACY[1], &name)]
            {
                // What the client put there is for validation to judge.
                if labels.get(key).is_none() {
                    labels[key] = value.as_str().into();
                }
            }
            job.set("spec.template.metadata.labels", labels);
            let mut selector = job.at("spec.selector").clone();
            if !selector.is_object() {
                selector = json!({});
            }
            if !selector["matchLabels"].is_object() {
                selector["matchLabels"] = json!({});
            }
            if selector["matchLabels"].get(CONTROLLER_UID).is_none() {
                selector["matchLabels"][CONTROLLER_UID] = uid.into();
            }
            job.set("spec.selector", selector);
        }
    }

    fn warnings_on_delete(&self, asked: bool) -> Vec<String> {
        if asked {
            return Vec::new();
        }
        vec![
            "child pods are preserved by default when jobs are deleted; set \
             propagationPolicy=Background to remove them or set propagationPolicy=Orphan to \
             suppress this warning"
                .to_owned(),
        ]
    }
}
