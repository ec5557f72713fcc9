//! Jobs, whose pods stay behind unless the client says otherwise.
//!
//! *Upstream:* `pkg/registry/batch/job/strategy.go`.

use crate::registry::strategy::{Strategy, Traits};

#[derive(Debug)]
pub(crate) struct JobStrategy(pub(crate) Traits);

impl Strategy for JobStrategy {
    fn traits(&self) -> &Traits {
        &self.0
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
