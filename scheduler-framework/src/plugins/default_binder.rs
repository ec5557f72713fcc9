//! `DefaultBinder` binds pods by the API server's `binding` subresource.

use std::sync::Arc;

use async_trait::async_trait;

use crate::plugin::{Bind, BindCycle, BindVerdict, ExtensionPoints, Plugin};
use crate::pod_info::PodInfo;
use crate::verdict::BoxError;

/// The plugin. Upstream: `plugins/defaultbinder/default_binder.go`.
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultBinder;

impl Plugin for DefaultBinder {
    fn name(&self) -> &'static str {
        "DefaultBinder"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.bind(self);
    }
}

#[async_trait]
impl Bind for DefaultBinder {
    async fn bind(
        &self,
        cycle: &BindCycle,
        pod: &PodInfo,
        node: &str,
    ) -> Result<BindVerdict, BoxError> {
        cycle.api.bind(pod.pod(), node).await?;
        Ok(BindVerdict::Bound)
    }
}
