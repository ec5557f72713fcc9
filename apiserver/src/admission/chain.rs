//! Plugins in order.

use std::fmt;
use std::sync::Arc;

use bowline_apimachinery::meta::Status;

use super::{Admission, AdmissionRequest};

/// An ordered list of plugins.
#[derive(Clone, Default)]
pub struct AdmissionChain(Vec<Arc<dyn Admission>>);

impl AdmissionChain {
    /// Plugins in the order in which they shall run.
    #[must_use]
    pub fn new(plugins: Vec<Arc<dyn Admission>>) -> Self {
        Self(plugins)
    }

    /// No plugins.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Vec::new())
    }

    /// Appends a plugin.
    pub fn push(&mut self, plugin: Arc<dyn Admission>) {
        self.0.push(plugin);
    }

    /// The names of the plugins, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|p| p.name())
    }

    /// Lets each plugin change the object.
    ///
    /// # Errors
    /// The first refusal.
    pub async fn admit(&self, request: &mut AdmissionRequest<'_>) -> Result<(), Status> {
        for plugin in &self.0 {
            if plugin.handles(request) {
                plugin.admit(request).await?;
            }
        }
        Ok(())
    }

    /// Lets each plugin judge the final object.
    ///
    /// # Errors
    /// The first refusal.
    pub async fn validate(&self, request: &AdmissionRequest<'_>) -> Result<(), Status> {
        for plugin in &self.0 {
            if plugin.handles(request) {
                plugin.validate(request).await?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for AdmissionChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}
