//! Nothing new in a namespace that is missing or going away.
//!
//! *Upstream:* `apiserver/pkg/admission/plugin/namespace/lifecycle`.

use async_trait::async_trait;
use bowline_apimachinery::meta::Status;

use super::{Admission, AdmissionRequest, Operation};
use crate::registry::Entry;
use crate::storage::watch_cache::Freshness;

/// Namespaces that stay.
const PROTECTED: [&str; 3] = ["default", "kube-system", "kube-public"];

/// Guards the life of namespaces.
#[derive(Clone, Copy, Debug, Default)]
pub struct NamespaceLifecycle;

#[async_trait]
impl Admission for NamespaceLifecycle {
    fn name(&self) -> &'static str {
        "NamespaceLifecycle"
    }

    fn handles(&self, request: &AdmissionRequest<'_>) -> bool {
        match request.operation {
            Operation::Delete => request.is("", "namespaces"),
            // Questions about a namespace may be asked before it exists.
            Operation::Create | Operation::Update => {
                !request.namespace.is_empty()
                    && request.resource != "namespaces"
                    && request.group != "authorization.k8s.io"
            }
            Operation::Connect => false,
        }
    }

    async fn admit(&self, request: &mut AdmissionRequest<'_>) -> Result<(), Status> {
        if request.operation == Operation::Delete {
            if PROTECTED.contains(&request.name) {
                return Err(request.forbidden("this namespace may not be deleted"));
            }
            return Ok(());
        }
        let name = request.namespace;
        let namespace = find(request, name).await?;
        let namespace = namespace.ok_or_else(|| Status::not_found("", "namespaces", name))?;
        if request.operation == Operation::Create && is_terminating(&namespace) {
            let why = format!(
                "unable to create new content in namespace {name} because it is being terminated"
            );
            let cause = format!("namespace {name} is being terminated");
            return Err(request.forbidden(&why).cause(
                "NamespaceTerminating",
                cause,
                "metadata.namespace",
            ));
        }
        Ok(())
    }
}

/// From the cache, or from storage where the cache does not know it yet.
async fn find(
    request: &AdmissionRequest<'_>,
    name: &str,
) -> Result<Option<std::sync::Arc<Entry>>, Status> {
    let (_, store) = request.registry.store("", "namespaces")?;
    match store.get("", name, Freshness::Any).await {
        Ok(entry) if !is_terminating(&entry) => Ok(Some(entry)),
        _ => store.find("", name).await,
    }
}

fn is_terminating(namespace: &Entry) -> bool {
    namespace.field_of("status.phase") == "Terminating"
}
